/** One program that serves the same on every transport, for the tests that are run against each. */
package dev.heddle.conformance.transport;

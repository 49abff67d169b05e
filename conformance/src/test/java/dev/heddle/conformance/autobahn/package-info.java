/** The Autobahn test suite's fuzzing client against the {@code heddle} command; runs in the profile {@code autobahn}. */
package dev.heddle.conformance.autobahn;

/** What compression costs. */
package dev.heddle.conformance.compression;

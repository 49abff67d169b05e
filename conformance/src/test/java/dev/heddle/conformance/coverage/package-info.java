/** Which row of {@code conformance.tsv} and {@code security.tsv} is shown by which test: {@code coverage.txt}. */
package dev.heddle.conformance.coverage;

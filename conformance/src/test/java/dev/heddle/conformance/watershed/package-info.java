/** The small factory on upgraded channels, against its original and behind a proxy. */
@NullMarked
package dev.heddle.conformance.watershed;

import org.jspecify.annotations.NullMarked;

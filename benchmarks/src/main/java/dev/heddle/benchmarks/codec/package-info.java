/**
 * The codec alone, without sockets: benchmarks of JMH that {@code benchmarks/codec} runs. Those of what is package-private in
 * the driver stand in the driver's package, to which they belong on the class path; they are no part of its module.
 */
@NullMarked
package dev.heddle.benchmarks.codec;

import org.jspecify.annotations.NullMarked;

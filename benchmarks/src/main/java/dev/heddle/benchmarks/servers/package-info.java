/**
 * Echo servers to be measured, each a program: it prints {@code listening PORT} once it takes connections and ends when its
 * standard input does. One thread moves bytes, where the library lets that be chosen.
 */
@NullMarked
package dev.heddle.benchmarks.servers;

import org.jspecify.annotations.NullMarked;

/** Compares echo servers, each in a process of its own. {@link dev.heddle.benchmarks.echo.Server} lists them. */
@NullMarked
package dev.heddle.benchmarks.echo;

import org.jspecify.annotations.NullMarked;

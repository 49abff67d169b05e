/**
 * The {@code heddle} command: {@code serve} is a server to try things against, {@code connect} a client at the terminal.
 *
 * <p>Start with {@link dev.heddle.cli.Heddle}, {@link dev.heddle.cli.Serve} and {@link dev.heddle.cli.Connect}. Nothing
 * here is meant to be called by other programs.
 */
@NullMarked
package dev.heddle.cli;

import org.jspecify.annotations.NullMarked;

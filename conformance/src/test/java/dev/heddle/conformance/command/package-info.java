/** The {@code heddle} command as its users meet it: real processes, started by the script at the root. */
package dev.heddle.conformance.command;

/** Heddle against peers that are not Heddle: browsers, other libraries, and sockets that mean no good. */
package dev.heddle.conformance.interop;

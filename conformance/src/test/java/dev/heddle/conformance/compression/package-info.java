/** Compression on the whole: permessage-deflate in drivers of both roles and in connections above them. */
package dev.heddle.conformance.compression;

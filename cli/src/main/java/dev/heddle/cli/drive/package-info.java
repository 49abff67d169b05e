/**
 * The driver at a terminal: commands and bytes come in as lines of JSON, bytes and events go out likewise, and no socket is
 * anywhere. Start with {@link dev.heddle.cli.drive.DriveSession}.
 *
 * <p>Belongs to one thread.
 */
@NullMarked
package dev.heddle.cli.drive;

import org.jspecify.annotations.NullMarked;

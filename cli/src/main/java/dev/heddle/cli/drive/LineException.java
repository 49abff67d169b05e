package dev.heddle.cli.drive;

/** A line that can not be carried out; its message is the answer. */
final class LineException extends Exception {

    private static final long serialVersionUID = 1;

    LineException(String message) {
        super(message);
    }
}

package dev.heddle.servlet;

/** How a connection ends that a container holds; on the loop. */
interface Line {

    /** Ends it; all that was sent is written. */
    void end() throws Exception;

    /** Ends it, whatever is pending; does not wait for anything. Also not on the loop, where that gets no thread. */
    void breakOff();
}

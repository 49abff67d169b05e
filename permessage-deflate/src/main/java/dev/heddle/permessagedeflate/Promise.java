package dev.heddle.permessagedeflate;

/**
 * What was agreed on for the messages of one sender.
 *
 * @param takeover whether a message may refer to the ones before it
 * @param windowBits how far it may look back, 8 to 15
 */
record Promise(boolean takeover, int windowBits) {}

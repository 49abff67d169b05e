package dev.heddle.permessagedeflate;

import java.util.zip.Inflater;

/** Makes what holds native memory, for streams without a zlib header; a test counts here what lives. */
interface Zlib {

    /** The zlib of the JDK. */
    Zlib JDK = new Zlib() {
        @Override
        public Inflater newInflater() {
            return new Inflater(true);
        }
    };

    /** Makes a decompressor; whoever has it ends it. */
    Inflater newInflater();
}

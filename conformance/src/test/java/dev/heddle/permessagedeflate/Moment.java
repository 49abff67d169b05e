package dev.heddle.permessagedeflate;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.zip.Deflater;

/** A moment in the life of a connection with compression at which it may end. */
enum Moment {
    BEFORE_THE_HANDSHAKE(0) {
        @Override
        void reach(Side side) {
            // That is where it is.
        }
    },
    AFTER_THE_OFFER(0) {
        @Override
        void reach(Side side) {
            side.offer();
        }
    },
    AFTER_A_REFUSED_AGREEMENT(0) {
        @Override
        void reach(Side side) {
            side.disagree();
        }
    },
    AFTER_OPEN(0) {
        @Override
        void reach(Side side) {
            side.open();
        }
    },
    AFTER_THE_FIRST_MESSAGE_OUT(0) {
        @Override
        void reach(Side side) {
            side.open();
            side.send();
        }
    },
    AFTER_THE_FIRST_MESSAGE_IN(1) {
        @Override
        void reach(Side side) {
            side.open();
            side.receive();
        }
    },
    INSIDE_A_FRAGMENTED_MESSAGE(1) {
        @Override
        void reach(Side side) {
            talk(side);
            side.receiveHalf();
        }
    },
    AFTER_A_FINAL_BLOCK(1) {
        @Override
        void reach(Side side) {
            talk(side);
            // RFC 7692 §7.2.3.4.
            side.receive("f348cdc9c9070000");
        }
    },
    AFTER_A_CORRUPT_MESSAGE(1) {
        @Override
        void reach(Side side) {
            talk(side);
            // There are no blocks of type 3.
            side.fail("ffffff", 1007);
        }
    },
    AFTER_A_BOMB(1) {
        @Override
        void reach(Side side) {
            talk(side);
            side.fail(Bomb.PAYLOAD, 1009);
        }
    },
    AFTER_OUR_CLOSE(1) {
        @Override
        void reach(Side side) {
            talk(side);
            side.close();
            // The peer had sent this before it knew.
            side.receive();
        }
    },
    AFTER_A_CLEAN_CLOSE(1) {
        @Override
        void reach(Side side) {
            talk(side);
            side.close();
            side.receiveClose();
            assertThat(side.wasClean()).isTrue();
        }
    };

    private final int inflaters;

    Moment(int inflaters) {
        this.inflaters = inflaters;
    }

    /** Returns how many decompressors a connection of its own has needed by then. */
    int inflaters() {
        return inflaters;
    }

    /** Lets a connection that is new get there. */
    abstract void reach(Side side);

    private static void talk(Side side) {
        side.open();
        side.send();
        side.receive();
    }

    /** Far more zeros than a message may have, in a hundred bytes. */
    private static final class Bomb {

        static final String PAYLOAD = payload();

        private static String payload() {
            Deflater deflater = new Deflater(9, true);
            deflater.setInput(new byte[50_000]);
            byte[] output = new byte[200];
            int length = deflater.deflate(output, 0, output.length, Deflater.SYNC_FLUSH);
            deflater.end();
            byte[] payload = Arrays.copyOf(output, length - 4);
            assertThat(payload.length).as("payload of one short frame").isLessThan(126);
            return HexFormat.of().formatHex(payload);
        }
    }
}

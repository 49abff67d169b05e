package dev.heddle.watershed;

import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Enabled;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;
import org.jspecify.annotations.Nullable;

/**
 * What Flight Recorder may see: start and end of each connection, and what passes, if a recording asks for that by name. No payload:
 * a recording is not the place for what an application keeps to itself.
 */
final class Tracing {

    private Tracing() {}

    @Category({"Heddle", "Watershed"})
    @StackTrace(false)
    abstract static class Traced extends Event {

        @Label("Connection")
        @Description("The number of the connection in this JVM")
        long connection;
    }

    @Name("dev.heddle.watershed.Start")
    @Label("WebSocket Start")
    static final class Start extends Traced {

        @Label("Type")
        @Description("accept or connect")
        @Nullable
        String type;

        @Label("Remote Address")
        @Nullable
        String remote;

        @Label("Local Address")
        @Nullable
        String local;
    }

    @Name("dev.heddle.watershed.End")
    @Label("WebSocket End")
    static final class End extends Traced {

        @Label("Code")
        @Nullable
        String code;

        @Label("Reason")
        @Nullable
        String reason;
    }

    @Enabled(false)
    abstract static class Passed extends Traced {

        @Label("Length")
        @Description("Characters of a text, else bytes; of a Close frame its code, 1005 if it has none")
        long length;
    }

    @Name("dev.heddle.watershed.ReadBuffer")
    @Label("WebSocket Read")
    static final class ReadBuffer extends Passed {}

    @Name("dev.heddle.watershed.SendText")
    @Label("WebSocket Send Text")
    static final class SendText extends Passed {}

    @Name("dev.heddle.watershed.SendBinary")
    @Label("WebSocket Send Binary")
    static final class SendBinary extends Passed {}

    @Name("dev.heddle.watershed.SendClose")
    @Label("WebSocket Send Close")
    static final class SendClose extends Passed {}

    @Name("dev.heddle.watershed.ReceiveText")
    @Label("WebSocket Receive Text")
    static final class ReceiveText extends Passed {}

    @Name("dev.heddle.watershed.ReceiveBinary")
    @Label("WebSocket Receive Binary")
    static final class ReceiveBinary extends Passed {}

    @Name("dev.heddle.watershed.ReceiveClose")
    @Label("WebSocket Receive Close")
    static final class ReceiveClose extends Passed {}

    static void start(long connection, String type, Wire wire) {
        Start event = new Start();
        if (event.shouldCommit()) {
            event.connection = connection;
            event.type = type;
            event.remote = wire.remote();
            event.local = wire.local();
            event.commit();
        }
    }

    static void end(long connection, @Nullable String code, @Nullable String reason) {
        End event = new End();
        if (event.shouldCommit()) {
            event.connection = connection;
            event.code = code;
            event.reason = reason;
            event.commit();
        }
    }

    static void passed(Passed event, long connection, long length) {
        if (event.shouldCommit()) {
            event.connection = connection;
            event.length = length;
            event.commit();
        }
    }
}

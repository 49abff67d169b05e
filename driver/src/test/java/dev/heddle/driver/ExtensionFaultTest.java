package dev.heddle.driver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.heddle.extensions.ClientSession;
import dev.heddle.extensions.Extension;
import dev.heddle.extensions.Message;
import dev.heddle.extensions.Parameters;
import dev.heddle.extensions.ServerSession;
import dev.heddle.extensions.SessionLimits;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A session that throws when it is closed keeps no connection from its end. */
@Tag("SEC-44")
class ExtensionFaultTest {

    private static final byte[] REQUEST = """
            GET / HTTP/1.1
            Host: h
            Connection: Upgrade
            Upgrade: websocket
            Sec-WebSocket-Version: 13
            Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==
            Sec-WebSocket-Extensions: broken

            """.replace("\n", "\r\n").getBytes(StandardCharsets.ISO_8859_1);

    private static final byte[] CLOSE = Wire.toPeer(Role.SERVER, Wire.bytes("8802 03e8"));

    private final List<String> events = new ArrayList<>();
    private final OutputQueue output = new OutputQueue();
    private Runnable onText = () -> {};

    @Test
    void closeIsAnsweredAndTheFaultIsThrownBehindIt() {
        ServerDriver driver = server(builder -> {});

        assertThatThrownBy(() -> driver.parse(ByteBuffer.wrap(CLOSE))).hasMessage("not closed");

        assertThat(events).containsExactly("open", "close 1000");
        assertThat(driver.wasClean()).isTrue();
        assertThat(Wire.hex(output.take())).endsWith("880203e8");
    }

    @Test
    void faultGoesToWhoeverAskedForIt() {
        List<Throwable> faults = new ArrayList<>();
        ServerDriver driver = server(builder -> builder.faults(faults::add));

        driver.lost();

        assertThat(events).containsExactly("open", "close 1006");
        assertThat(faults).singleElement().satisfies(fault -> assertThat(fault).hasMessage("not closed"));
    }

    @Test
    void faultInsideAnEventKeepsNothingFromTheEnd() {
        List<Throwable> faults = new ArrayList<>();
        ServerDriver driver = server(builder -> builder.faults(faults::add));
        onText = () -> driver.fail(1011, "");

        driver.parse(ByteBuffer.wrap(Wire.toPeer(Role.SERVER, Wire.bytes("8101 31"))));

        assertThat(events).containsExactly("open", "error ", "close 1011");
        assertThat(Wire.hex(output.take())).endsWith("880203f3");
        assertThat(faults).hasSize(1);
    }

    @Test
    void clientOpensAllTheSameWithoutTheSessionThatWasNotAgreedOn() {
        List<Throwable> faults = new ArrayList<>();
        DriverOptions options = DriverOptions.builder()
                .extensions(List.of(new Broken()))
                .faults(faults::add)
                .random(bytes -> {})
                .build();
        ClientDriver driver = Driver.client("ws://h/", options, output, self -> listener());
        driver.start();
        String accept = HandshakeKey.accept("AAAAAAAAAAAAAAAAAAAAAA==");
        String response = "HTTP/1.1 101 X\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: "
                + accept + "\r\n\r\n";

        driver.parse(ByteBuffer.wrap(response.getBytes(StandardCharsets.ISO_8859_1)));
        assertThat(events).containsExactly("open");

        driver.lost();
        assertThat(events).containsExactly("open", "close 1006");
        assertThat(faults).hasSize(1);
    }

    private ServerDriver server(Consumer<DriverOptions.Builder> change) {
        DriverOptions.Builder options = DriverOptions.builder().extensions(List.of(new Broken()));
        change.accept(options);
        ServerDriver driver = Driver.server(options.build(), output, self -> listener());
        driver.start();
        driver.parse(ByteBuffer.wrap(REQUEST.clone()));
        return driver;
    }

    private DriverListener listener() {
        return new DriverListener() {

            @Override
            public void onOpen() {
                events.add("open");
            }

            @Override
            public void onText(ByteBuffer data, boolean last) {
                onText.run();
            }

            @Override
            public void onError(ProtocolError error) {
                events.add("error " + error);
            }

            @Override
            public void onClose(int code, String reason) {
                events.add("close " + code);
            }
        };
    }

    private static final class Broken implements Extension {

        @Override
        public String name() {
            return "broken";
        }

        @Override
        public ClientSession createClientSession(SessionLimits limits) {
            return new BrokenSession();
        }

        @Override
        public ServerSession createServerSession(List<Parameters> offers, SessionLimits limits) {
            return new BrokenSession();
        }
    }

    private static final class BrokenSession implements ClientSession, ServerSession {

        @Override
        public List<Parameters> generateOffer() {
            return List.of(Parameters.empty());
        }

        @Override
        public boolean activate(Parameters response) {
            return true;
        }

        @Override
        public Parameters generateResponse() {
            return Parameters.empty();
        }

        @Override
        public void processIncomingMessage(Message message, Callback callback) {
            callback.complete(message);
        }

        @Override
        public void processOutgoingMessage(Message message, Callback callback) {
            callback.complete(message);
        }

        @Override
        public void close() {
            throw new IllegalStateException("not closed");
        }
    }
}

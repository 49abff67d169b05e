package dev.heddle.netty;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.heddle.testkit.contract.DialContract;
import dev.heddle.testkit.contract.Lookup;
import dev.heddle.websocket.WebSocketClient;
import java.net.InetAddress;
import java.time.Duration;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A host's addresses are tried as RFC 8305 §5 has it, and what else may go wrong on the way to a server. */
class NettyClientDialTest extends DialContract {

    @Override
    protected WebSocketClient client(Lookup lookup, Duration connectTimeout) {
        return client(builder -> builder.resolver(lookup::of).connectTimeout(connectTimeout));
    }

    @Override
    protected Served serve() throws Exception {
        NettyServer server = server();
        return new Served(server.port(), server::close);
    }

    @Test
    void parametersOfTlsThatThrowAreOneError() throws Exception {
        try (NettyServer server = server();
                NettyClient client = client(builder -> builder.resolver(host -> new InetAddress[] {GOOD})
                        .tlsParameters(parameters -> {
                            throw new IllegalStateException("crash");
                        }))) {
            Recorder recorder = new Recorder();
            client.connect("wss://localhost:" + server.port() + "/", recorder);
            assertThat(recorder.error.join()).hasMessageContaining("crash");
            assertLost(recorder.closed.join());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"PT0.009999999S", "PT2.000000001S", "PT-1S"})
    void delayHasItsRange(String delay) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> NettyClient.builder().attemptDelay(Duration.parse(delay)))
                .withMessage("attemptDelay must be 10 ms to 2 s, not " + delay);
    }

    @ParameterizedTest
    @CsvSource({
        "PT-1S, connectTimeout must not be negative",
        "PT0S, connectTimeout must be at least 1 ms",
        "PT0.000999999S, connectTimeout must be at least 1 ms",
        "PT876001H, connectTimeout must be at most PT876000H",
        "PT2562047788015215H, connectTimeout must be at most PT876000H"
    })
    void timeToConnectHasItsRange(String timeout, String message) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> NettyClient.builder().connectTimeout(Duration.parse(timeout)))
                .withMessageStartingWith(message);
    }

    private static NettyServer server() throws Exception {
        return NettyServer.builder()
                .port(0)
                .host("127.0.0.1")
                .listener(request -> new Recorder())
                .start();
    }

    private static NettyClient client(Consumer<NettyClient.Builder> change) {
        NettyClient.Builder builder =
                NettyClient.builder().threads(1).connectTimeout(NEVER).attemptDelay(Duration.ofMillis(10));
        change.accept(builder);
        return builder.build();
    }
}

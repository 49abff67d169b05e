package dev.heddle.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.heddle.extensions.ExtensionException;
import dev.heddle.extensions.Extensions;
import dev.heddle.extensions.Message;
import dev.heddle.extensions.Parameters;
import dev.heddle.extensions.Session;
import dev.heddle.extensions.SessionLimits;
import java.nio.ByteBuffer;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RotExtensionTest {

    private static String response(int n, String offer) throws ExtensionException {
        Extensions server = new Extensions(new SessionLimits(1000), Runnable::run);
        server.add(new RotExtension(n));
        return server.generateResponse(offer);
    }

    @ParameterizedTest
    @CsvSource({"13, 13, 13", "13, 5, 5", "5, 13, 5", "255, 255, 255", "1, 255, 1"})
    void serverMayLowerTheNumber(int client, int server, int agreed) throws ExtensionException {
        Wired wired = new Wired(List.of(new RotExtension(client)), List.of(new RotExtension(server)));

        assertThat(wired.offer).isEqualTo("x-rot; n=" + client);
        assertThat(wired.response).isEqualTo("x-rot; n=" + agreed);
        wired.send(wired.client, "Hé");
        wired.send(wired.server, "");
        wired.send(wired.server, "1");
        assertThat(wired.server.received).containsExactly("Hé");
        assertThat(wired.client.received).containsExactly("", "1");
        Message sent = wired.server.sent.get(1);
        assertThat(sent.rsv2()).isTrue();
        assertThat(sent.data().get(0)).isEqualTo((byte) ('1' + agreed));
    }

    @Test
    void messageWithoutTheBitIsNotRotated() throws ExtensionException {
        Wired wired = Wired.both(new RotExtension(13));
        Message plain = new Message(1, ByteBuffer.wrap(new byte[] {'1'}));

        wired.server.extensions.processIncomingMessage(plain, new Session.Callback() {

            @Override
            public void complete(Message message) {
                wired.server.received.add(Wired.text(message));
            }

            @Override
            public void fail(Throwable cause) {
                wired.server.received.add(cause.getMessage());
            }
        });

        assertThat(wired.server.received).containsExactly("1");
    }

    @Test
    @Tag("WS-124")
    void firstOfferThatIsUnderstoodIsTaken() throws ExtensionException {
        assertThat(response(20, "x-rot; n=0, x-rot; n=7; m, x-rot; n=9, x-rot; n=8"))
                .isEqualTo("x-rot; n=9");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "x-rot",
                "x-rot; n",
                "x-rot; n=0",
                "x-rot; n=256",
                "x-rot; n=07",
                "x-rot; n=1; n=1",
                "x-rot; n=1; m"
            })
    void offerThatIsNotUnderstoodIsDeclined(String offer) throws ExtensionException {
        assertThat(response(255, offer)).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"x-rot", "x-rot; n=0", "x-rot; n=14", "x-rot; n=5; m", "x-rot; n=5; n=5"})
    void responseThatIsNotUnderstoodOrMoreThanOfferedFails(String response) throws ExtensionException {
        Extensions client = new Extensions(new SessionLimits(1000), Runnable::run);
        client.add(new RotExtension(13));
        client.generateOffer();

        assertThatThrownBy(() -> client.activate(response))
                .isInstanceOf(ExtensionException.class)
                .hasMessage("Server sent unacceptable extension parameters: " + response);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 256, -1})
    void numberIsInItsRange(int n) {
        assertThatThrownBy(() -> new RotExtension(n))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("n must be 1 to 255, not " + n);
        assertThat(new RotExtension(255).createServerSession(List.of(Parameters.empty()), new SessionLimits(1)))
                .isNull();
    }
}

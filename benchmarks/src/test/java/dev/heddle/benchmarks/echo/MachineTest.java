package dev.heddle.benchmarks.echo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import org.junit.jupiter.api.Test;

final class MachineTest {

    @Test
    void versionsAreThoseOfTheClassPath() {
        String classPath = "/x/target/classes:/m2/netty-transport-native-epoll-4.2.1.Final-linux-x86_64.jar"
                + ":/m2/netty-transport-4.2.1.Final.jar:/m2/jetty-server-12.1.12.jar:/m2/Java-WebSocket-1.6.0.jar";
        assertThat(Machine.versions(classPath))
                .hasSize(3)
                .containsEntry("Netty", "4.2.1.Final")
                .containsEntry("Jetty", "12.1.12")
                .containsEntry("Java-WebSocket", "1.6.0");
    }

    @Test
    void featureIsTheFirstNumberOfAVersion() {
        assertThat(Jdk.feature("17.0.15")).isEqualTo(17);
        assertThat(Jdk.feature("26-ea")).isEqualTo(26);
        assertThat(Jdk.feature("25")).isEqualTo(25);
    }

    @Test
    void liveHeapIsTheLastLineOfAClassHistogram() throws IOException {
        String histogram = """
                 num     #instances         #bytes  class name (module)
                -------------------------------------------------------
                   1:         10001         960096  io.netty.channel.Some (x)
                Total        251234      123456789""";
        assertThat(IdleConnections.total(histogram)).isEqualTo(123_456_789);
        assertThatThrownBy(() -> IdleConnections.total("42:\nCommand failed"))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("Command failed");
    }
}

package dev.heddle.socket;

/** Our client on threads of the platform's, which a newer JVM would not take by itself. */
class PlatformClientContractTest extends SocketClientContract {

    @Override
    SocketClient.Builder set(SocketClient.Builder builder) {
        return builder.threads(Threads.platform());
    }
}

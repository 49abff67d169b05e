package dev.heddle.socket;

/** Our client on the threads that this JVM has. */
class SocketClientContractTest extends SocketClientContract {

    @Override
    SocketClient.Builder set(SocketClient.Builder builder) {
        return builder;
    }
}

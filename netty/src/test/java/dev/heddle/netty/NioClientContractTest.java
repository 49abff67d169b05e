package dev.heddle.netty;

/** Our client by NIO. */
class NioClientContractTest extends NettyClientContract {

    NioClientContractTest() {
        super(NettyIo.NIO);
    }
}

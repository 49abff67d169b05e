package dev.heddle.netty;

/** Our client by epoll. */
class EpollClientContractTest extends NettyClientContract {

    EpollClientContractTest() {
        super(NettyIo.EPOLL);
    }
}

package dev.heddle.netty;

/** Our client by io_uring. */
class IoUringClientContractTest extends NettyClientContract {

    IoUringClientContractTest() {
        super(NettyIo.IO_URING);
    }
}

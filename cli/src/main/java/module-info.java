/** The heddle command. */
module dev.heddle.cli {
    requires static org.jspecify;
    requires dev.heddle.netty;
    requires dev.heddle.permessagedeflate;
    requires dev.heddle.socket;
    requires com.fasterxml.jackson.core;
    requires com.fasterxml.jackson.databind;
    requires info.picocli;
    requires io.netty.handler;

    opens dev.heddle.cli to
            info.picocli;
}

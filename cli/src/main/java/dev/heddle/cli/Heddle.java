package dev.heddle.cli;

import java.io.IOException;
import java.io.InputStream;
import java.util.Properties;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;

/** The command itself; its work is in its subcommands, of which one has to be named. */
@Command(
        name = "heddle",
        description = "WebSockets at a terminal.",
        mixinStandardHelpOptions = true,
        versionProvider = Heddle.Version.class,
        subcommands = {Serve.class, Connect.class, Drive.class})
final class Heddle {

    /** Wrong use: a bad option, or one whose value can not be used. */
    static final int USAGE = 2;

    private static final int FAILURE = 1;

    /** Runs the command and ends the JVM with its status. */
    public static void main(String[] arguments) {
        // One line for each record of the log.
        System.setProperty("java.util.logging.SimpleFormatter.format", "%1$tT %5$s%6$s%n");
        System.exit(commandLine().execute(arguments));
    }

    static CommandLine commandLine() {
        CommandLine command = new CommandLine(new Heddle()).setCaseInsensitiveEnumValuesAllowed(true);
        command.setParameterExceptionHandler(
                (exception, arguments) -> complain(exception.getCommandLine(), exception, USAGE));
        command.setExecutionExceptionHandler((exception, failed, result) -> failure(exception, failed));
        return command;
    }

    private static int failure(Exception exception, CommandLine command) throws Exception {
        if (exception instanceof UsageException) {
            return complain(command, exception, USAGE);
        }
        if (exception instanceof IOException) {
            return complain(command, exception, FAILURE);
        }
        throw exception;
    }

    private static int complain(CommandLine command, Exception exception, int status) {
        String name = command.getCommandSpec().qualifiedName();
        command.getErr()
                .println(name + ": " + String.valueOf(exception.getMessage()).replace('\n', ' '));
        command.getErr().flush();
        return status;
    }

    /** Tells the version that the build wrote down. */
    static final class Version implements IVersionProvider {

        @Override
        public String[] getVersion() throws IOException {
            Properties properties = new Properties();
            try (InputStream in = Heddle.class.getResourceAsStream("version.properties")) {
                if (in == null) {
                    throw new IOException("version.properties is missing");
                }
                properties.load(in);
            }
            return new String[] {
                "heddle " + properties.getProperty("version"),
                "Java " + Runtime.version() + ", " + System.getProperty("os.name") + " " + System.getProperty("os.arch")
            };
        }
    }
}

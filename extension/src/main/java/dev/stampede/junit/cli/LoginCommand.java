package dev.stampede.junit.cli;

import dev.stampede.output.cloud.login.ConfigFile;
import dev.stampede.output.cloud.login.Login;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code stampede cloud login}: stores who streams to Grafana Cloud, where k6 stores it. */
@Command(
        name = "login",
        description = {
            "Logs in to Grafana Cloud: checks token and stack, and stores both in k6's own config file (K6_CONFIG), so that"
                    + " k6 is logged in too.",
            "Without flags it asks for them. The token is then neither shown nor kept by the shell."
        },
        sortOptions = false,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:logged in", "104:invalid configuration", "255:the service refused, or cannot be reached"})
final class LoginCommand implements Callable<Integer> {
    private static final String TOKENS =
            "https://grafana.com/docs/grafana-cloud/testing/k6/author-run/tokens-and-cli-authentication";

    private final Map<String, String> environment;
    private final Function<PrintWriter, Prompts> prompts;

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    @Option(
            names = {"-t", "--token"},
            paramLabel = "<token>",
            description = "The token to use; together with --stack.")
    private @Nullable String token;

    @Option(
            names = "--stack",
            paramLabel = "<stack>",
            description = "The stack: https://my-team.grafana.net or my-team.")
    private @Nullable String stack;

    @Option(
            names = {"-s", "--show"},
            description = "Show what is stored, and end.")
    private boolean show;

    @Option(
            names = {"-r", "--reset"},
            description = "Forget token and stack, and end.")
    private boolean reset;

    LoginCommand(Map<String, String> environment, Function<PrintWriter, Prompts> prompts) {
        this.environment = environment;
        this.prompts = prompts;
    }

    @Override
    public Integer call() throws IOException {
        PrintWriter out = spec.commandLine().getOut();
        boolean given = token != null || stack != null;
        if ((show && reset) || ((show || reset) && given)) {
            throw new ParameterException(
                    spec.commandLine(),
                    "--show and --reset stand alone: give only one of them, and no token or stack.");
        }
        ConfigFile file = ConfigFile.ofThisMachine(environment);
        Login login = new Login(file, environment);
        try {
            if (reset) {
                login.reset();
                out.println("  token and stack info reset");
                return ExitCode.PASSED;
            }
            if (!show) {
                if (!given) {
                    ask(out);
                }
                login.logIn(token, stack);
                out.println();
                out.println("Logged in successfully, token and stack info saved in " + file.path());
            }
            login.show().forEach(line -> out.println("  " + line));
            return ExitCode.PASSED;
        } catch (Login.FailedException e) {
            spec.commandLine().getErr().println(e.getMessage());
            return ExitCode.OTHER;
        }
    }

    private void ask(PrintWriter out) throws IOException {
        Prompts terminal = prompts.apply(spec.commandLine().getErr());
        out.println("Enter your token to authenticate with Grafana Cloud. How to make one:");
        out.println(TOKENS);
        out.flush();
        token = terminal.secret("  Token: ");
        if (token == null || token.isBlank()) {
            return; // which the login tells
        }
        out.println("Enter your stack: its URL (https://my-team.grafana.net) or its slug (my-team).");
        out.flush();
        stack = terminal.line("  Stack: ");
    }
}

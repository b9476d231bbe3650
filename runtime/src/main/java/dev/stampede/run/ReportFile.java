package dev.stampede.run;

import dev.stampede.ConfigException;
import dev.stampede.output.Output;
import dev.stampede.output.ResultsHome;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Where a run's report is written, and what writes it. Pure functions, but for a look at whether a folder is there. */
public final class ReportFile {
    /** What must be on the class path for reports. */
    public static final String MISSING =
            "no report can be written, as there is no dev.stampede:stampede-results on the class path";

    /** What to do about it. */
    public static final String REMEDY = "Add it to the test dependencies, or do not ask for a report.";

    private static final String FILE = "{name}.html";
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss", Locale.ROOT);
    private static final int LONGEST_NAME = 100;

    private ReportFile() {}

    /** Where reports are when nobody says where, below the folder for what is kept on disk. */
    public static Path standard(Path folder) {
        return folder.resolve("reports").resolve(FILE);
    }

    /**
     * The file of a run: <code>{name}</code> stands for its name, as far as file systems take it, <code>{time}</code> for the time, such
     * as {@code 20260131-154500}. In a folder that is there the file is called by the run's name.
     *
     * @param wanted file or folder, with placeholders
     */
    public static Path of(Path wanted, String runName, LocalDateTime now) {
        Path file = Files.isDirectory(wanted) ? wanted.resolve(FILE) : wanted;
        return Path.of(file.toString().replace("{name}", safe(runName)).replace("{time}", TIME.format(now)));
    }

    private static String safe(String name) {
        String plain = name.replaceAll("[^A-Za-z0-9_.]+", "-").replaceAll("^[-.]+", "");
        String cut = plain.substring(0, Math.min(plain.length(), LONGEST_NAME)).replaceAll("[-.]+$", "");
        return cut.isEmpty() ? "report" : cut;
    }

    /**
     * The options with an output that writes the report, if one is asked for.
     *
     * @throws ConfigException if nothing is there that could
     */
    static LoadOptions withOutput(LoadOptions options) {
        Path wanted = options.report();
        if (wanted == null) {
            return options;
        }
        ResultsHome home = ResultsHome.find().orElseThrow(() -> new ConfigException(List.of(MISSING + ". " + REMEDY)));
        List<Output> outputs = new ArrayList<>(options.outputs());
        outputs.add(home.report(of(wanted, options.name(), LocalDateTime.now(ZoneId.systemDefault()))));
        return options.toBuilder().outputs(outputs).build();
    }
}

package io.freshet.cli.demo;

import io.freshet.cli.output.HumanFormat;
import io.freshet.cli.output.Style;
import io.freshet.cli.output.Table;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Tells what the demonstration does and found, and remembers whether it was what it should be. Not thread-safe. */
public final class Story {
    private record Finding(String what, String expected, String found, boolean right) {}

    private final PrintWriter out;
    private final Style style;
    private final List<Finding> findings = new ArrayList<>();
    private int chapter;

    public Story(PrintWriter out, Style style) {
        this.out = out;
        this.style = style;
    }

    void chapter(String title) {
        chapter++;
        out.printf("%n%s%n", style.heading(chapter + ". " + title));
        out.flush();
    }

    void narrate(String sentence, Object... values) {
        out.printf("   " + sentence + "%n", values);
        out.flush();
    }

    void quote(String text) {
        text.lines().forEach(line -> out.println("   | " + line));
        out.flush();
    }

    /** A figure beside what it must be. */
    void expect(String what, Object expected, Object found) {
        boolean right = expected.equals(found);
        findings.add(new Finding(what, expected.toString(), found.toString(), right));
        String mark = right ? style.good("as it must be") : style.bad("but must be " + expected);
        narrate("%s: %s, %s", what, found, mark);
    }

    void took(String what, Duration duration) {
        narrate("%s took %s", what, HumanFormat.duration(duration));
    }

    public boolean isRight() {
        return findings.stream().allMatch(Finding::right);
    }

    void summary() {
        Table table = new Table("WHAT", "EXPECTED", "FOUND", "");
        findings.forEach(finding ->
                table.row(finding.what(), finding.expected(), finding.found(), finding.right() ? "ok" : "WRONG"));
        out.printf("%n%s", table.text(style));
        out.flush();
    }
}

package io.freshet.launcher.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.freshet.contracts.spec.RunAsSpec;
import io.freshet.language.identity.IdentityDecision;
import io.freshet.language.identity.TaskIdentity;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProcessFilesTest {
    @TempDir
    Path directory;

    @Test
    void reads_the_name_of_a_process_whatever_it_is() {
        ProcessStat stat =
                ProcessStat.parse("4242 (a) b (c) S 7 4240 4239 0 -1 4194560 1 2 3 4 5 6 7 8 20 0 1 0 987654 0 0");

        assertEquals(new ProcessStat(4242, 'S', 7, 4240, 4239, 987654), stat);
        assertTrue(stat.isAlive());
    }

    @Test
    void takes_an_exit_for_one_when_its_line_is_whole() throws Exception {
        Path file = directory.resolve("exit");
        assertEquals(Optional.empty(), ExitFile.read(file));
        Files.writeString(file, "14");
        assertEquals(Optional.empty(), ExitFile.read(file));

        Files.writeString(file, "143\n0m0.010000s 0m0.000000s\n1m1.500000s 0m0.25s\n");

        ExitFile exit = ExitFile.read(file).orElseThrow();
        assertEquals(143, exit.status());
        assertEquals(10L + 61_500 + 250, exit.cpuMillis());
    }

    @Test
    void tells_the_stages_of_a_claim_apart() throws Exception {
        Path file = directory.resolve("start.1");
        assertInstanceOf(Claim.Free.class, Claim.read(file));
        Files.createFile(file);
        assertInstanceOf(Claim.Nameless.class, Claim.read(file));
        Files.delete(file);

        assertTrue(Claim.giveUp(file));

        assertInstanceOf(Claim.Given.class, Claim.read(file));
    }

    /** Where a task runs as the launcher's own user, it can. */
    @Test
    void whatever_a_task_puts_in_the_place_of_a_record_blocks_nobody_and_takes_no_memory() throws Exception {
        Path pipe = directory.resolve("pipe");
        assertEquals(0, new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor());
        Path endless = directory.resolve("endless");
        try (RandomAccessFile file = new RandomAccessFile(endless.toFile(), "rw")) {
            file.setLength(1L << 40);
        }

        assertThrows(FileSystemException.class, () -> ExitFile.read(pipe));
        assertThrows(FileSystemException.class, () -> Claim.read(pipe));
        assertEquals(Optional.empty(), ExitFile.read(endless));
        assertEquals(new Claim.Nameless(), Claim.read(endless));
    }

    @Test
    void knows_for_how_long_a_process_has_run_without_the_clock() throws Exception {
        ProcessStat own = ProcFs.process(ProcessHandle.current().pid()).orElseThrow();
        Duration byTheClock =
                Duration.between(ProcessHandle.current().info().startInstant().orElseThrow(), Instant.now());

        Duration age = ProcFs.age(own);

        assertTrue(age.minus(byTheClock).abs().compareTo(Duration.ofSeconds(5)) < 0, () -> age + " and " + byTheClock);
    }

    @Test
    void never_answers_with_another_identity_than_asked() {
        IdentityRule user = new IdentityRule(1000, 1000, false, null, null, false);
        IdentityRule root = new IdentityRule(0, 0, true, null, null, false);
        IdentityRule rootWithDefault = new IdentityRule(0, 0, true, 65534, 100, false);
        IdentityRule open = new IdentityRule(0, 0, true, null, null, true);

        assertEquals(granted(1000, 1000, false), user.decide((RunAsSpec) null));
        assertEquals(granted(1000, 1000, false), user.decide(new RunAsSpec(null, "service", 1000, 1000, null)));
        assertInstanceOf(IdentityRule.Answer.Denied.class, user.decide(RunAsSpec.numbered(2001, null)));
        assertInstanceOf(IdentityRule.Answer.Denied.class, user.decide(RunAsSpec.numbered(null, 3000)));
        assertInstanceOf(IdentityRule.Answer.Denied.class, root.decide((RunAsSpec) null));
        assertInstanceOf(IdentityRule.Answer.Denied.class, root.decide(RunAsSpec.numbered(0, 3000)));
        assertEquals(granted(2001, 3000, true), root.decide(RunAsSpec.numbered(2001, 3000)));
        assertEquals(granted(2001, 2001, true), root.decide(RunAsSpec.numbered(2001, null)));
        assertEquals(granted(65534, 100, true), rootWithDefault.decide((RunAsSpec) null));
        assertEquals(granted(65534, 3000, true), rootWithDefault.decide(RunAsSpec.numbered(null, 3000)));
        assertEquals(granted(0, 0, false), open.decide((RunAsSpec) null));
    }

    @Test
    void group_0_is_root_wherever_it_stands() {
        IdentityRule root = new IdentityRule(0, 0, true, null, null, false);
        IdentityRule rootsGroup = new IdentityRule(0, 0, true, 65534, 0, false);
        IdentityRule member = new IdentityRule(1000, 0, false, null, null, false);

        assertInstanceOf(IdentityRule.Answer.Denied.class, root.decide(RunAsSpec.numbered(2666, 0)));
        assertInstanceOf(IdentityRule.Answer.Denied.class, rootsGroup.decide((RunAsSpec) null));
        assertInstanceOf(IdentityRule.Answer.Denied.class, member.decide((RunAsSpec) null));
        assertInstanceOf(
                IdentityRule.Answer.Denied.class, root.decide(new RunAsSpec(null, null, 2001, 3000, List.of(7, 0))));
    }

    @Test
    void rights_that_come_with_a_namespace_go_before_the_command_begins() {
        ProcessIdentity same = new ProcessIdentity(1000, 1000, List.of(), false);
        Privileges none = new Privileges("/setpriv", false, false, false);

        assertEquals(List.of(), none.prefix(same, ProcessSpace.SHARED));
        assertEquals(
                List.of(
                        "/setpriv",
                        "--inh-caps=-all",
                        "--ambient-caps=-all",
                        "--bounding-set=-all",
                        "--no-new-privs",
                        "--"),
                none.prefix(same, ProcessSpace.userNamespace("/unshare")));
    }

    @Test
    void who_has_rights_and_cannot_take_them_from_a_task_starts_none() {
        assertTrue(new Privileges("", false, false, false).canDropAll());
        assertTrue(new Privileges("/setpriv", true, true, true).canDropAll());
        assertFalse(new Privileges("", false, true, false).canDropAll());
    }

    @Test
    void values_of_any_bytes_survive_the_shell() {
        byte[] all = new byte[255];
        for (int i = 1; i < 256; i++) {
            all[i - 1] = (byte) i;
        }

        String script = new String(EnvironmentScript.of(Map.of("A", all)), StandardCharsets.ISO_8859_1);

        assertTrue(script.startsWith("{\nexport A='"), script);
        assertTrue(script.contains("&'\\''("), script);
        assertTrue(script.endsWith("'\nexec \"$@\" </dev/null\n}\n"), script);
    }

    @Test
    void further_groups_need_the_right_to_switch_and_are_set_alone() {
        IdentityRule user = new IdentityRule(1000, 1000, false, null, null, false);
        IdentityRule root = new IdentityRule(0, 0, true, null, null, false);
        RunAsSpec groups = new RunAsSpec(null, null, 2001, 3000, List.of(30_000, 30_001));
        ProcessIdentity identity = new ProcessIdentity(2001, 3000, List.of(30_000, 30_001), true);

        assertEquals(new IdentityRule.Answer.Granted(identity), root.decide(groups));
        assertEquals(
                List.of(
                        "/setpriv",
                        "--reuid=2001",
                        "--regid=3000",
                        "--groups=30000,30001",
                        "--inh-caps=-all",
                        "--ambient-caps=-all",
                        "--bounding-set=-all",
                        "--no-new-privs",
                        "--"),
                new Privileges("/setpriv", true, true, true).prefix(identity, ProcessSpace.SHARED));
        assertInstanceOf(
                IdentityRule.Answer.Denied.class, user.decide(new RunAsSpec(null, null, null, null, List.of(30_000))));
        assertInstanceOf(
                IdentityRule.Answer.Denied.class, root.decide(new RunAsSpec(null, null, 2001, 3000, List.of(0))));
    }

    @Test
    void an_identity_by_name_needs_a_policy() {
        IdentityRule root = new IdentityRule(0, 0, true, 2001, 2001, true);

        IdentityRule.Answer.Denied denied =
                assertInstanceOf(IdentityRule.Answer.Denied.class, root.decide(RunAsSpec.named("etl")));

        assertTrue(denied.message().contains("'etl'"), denied.message());
        assertTrue(denied.message().contains("freshet.identity.policy"), denied.message());
    }

    @Test
    void a_policy_decides_alone_whatever_the_settings_are() {
        IdentityRule root = new IdentityRule(0, 0, true, 2001, 2001, true);
        IdentityRule user = new IdentityRule(1000, 1000, false, null, null, true);
        IdentityDecision etl = new IdentityDecision.Granted(
                new TaskIdentity("etl", 20_001, 20_002, List.of(30_000), "etl"), "clinical");

        assertEquals(
                new IdentityRule.Answer.Granted(new ProcessIdentity(20_001, 20_002, List.of(30_000), true)),
                root.decide(etl));
        assertInstanceOf(IdentityRule.Answer.Denied.class, user.decide(etl));
        assertEquals(
                new IdentityRule.Answer.Denied("identity policy, rule 'clinical': no; ask"),
                root.decide(new IdentityDecision.Denied("clinical", "no", "ask")));
    }

    private static IdentityRule.Answer granted(int user, int group, boolean switched) {
        return new IdentityRule.Answer.Granted(new ProcessIdentity(user, group, List.of(), switched));
    }
}

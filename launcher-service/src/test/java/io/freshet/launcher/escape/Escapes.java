package io.freshet.launcher.escape;

import static io.freshet.launcher.escape.Escape.Promise.EVERYBODY;
import static io.freshet.launcher.escape.Escape.Promise.NAMESPACE;
import static io.freshet.launcher.escape.Escape.Promise.OTHER_USER;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** All escapes that are tried. */
final class Escapes {
    private Escapes() {}

    static List<Escape> all() {
        return Stream.of(environment(), processes(), rights(), paths(), outputs(), inputs())
                .flatMap(List::stream)
                .toList();
    }

    /** What runs before the task's own program must not see its variables. */
    private static List<Escape> environment() {
        return List.of(
                Escape.of("linker writes a file as root", OTHER_USER, "true")
                        .with(Map.of("LD_DEBUG", "libs", "LD_DEBUG_OUTPUT", "$SCRATCH/ld")),
                Escape.of("linker preloads", OTHER_USER, ":").with(Map.of("LD_PRELOAD", "./evil.so")),
                Escape.of("linker audits", OTHER_USER, ":").with(Map.of("LD_AUDIT", "./evil.so")),
                Escape.of("linker looks for libraries", OTHER_USER, ":")
                        .with(Map.of(
                                "LD_LIBRARY_PATH", "$SCRATCH", "LD_DEBUG", "libs", "LD_DEBUG_OUTPUT", "$SCRATCH/ll")),
                Escape.of("own programs before the system's", OTHER_USER, ":")
                        .with(Map.of("PATH", "$SCRATCH/bin:/usr/bin:/bin")),
                Escape.of("start file of the shell", OTHER_USER, ":")
                        .with(Map.of("ENV", "$SCRATCH/rc", "BASH_ENV", "$SCRATCH/rc")),
                Escape.of("prompt of a tracing shell", OTHER_USER, ":")
                        .with(Map.of("PS4", "$(id >$SCRATCH/ps4)", "SHELLOPTS_", "xtrace")),
                Escape.of("variables of the shell itself", EVERYBODY, ":")
                        .with(Map.of("SHELLOPTS", "xtrace"))
                        .saying("SHELLOPTS"),
                Escape.of("field separators", EVERYBODY, "test \"$IFS\" = / || test \"$IFS\" = \"$(printf ' \\t\\n')\"")
                        .with(Map.of("IFS", "/")),
                Escape.of(
                                "a secret is in a command line",
                                EVERYBODY,
                                "cat /proc/[0-9]*/cmdline 2>/dev/null | tr '\\0' ' ' | grep -c \"$(printf %s \"$PASSWORD\")\" | grep -q '^0$'"
                                        + " || { cat /proc/[0-9]*/cmdline | tr '\\0' ' ' | grep -v grep | grep -q \"$PASSWORD\" && echo ESCAPED; }; :")
                        .with(Map.of("PASSWORD", "swordfish-4711")));
    }

    /** Nothing of an attempt lives when it has ended. */
    private static List<Escape> processes() {
        return List.of(
                Escape.of("background child", EVERYBODY, "sleep $MARK & :"),
                Escape.of("session of its own", EVERYBODY, "setsid sleep $MARK & :"),
                Escape.of("double fork", EVERYBODY, "(setsid sh -c 'sleep $MARK & sleep $MARK & exit' &) ; sleep 0.2"),
                Escape.of(
                        "daemon without environment",
                        EVERYBODY,
                        "setsid env -i sleep $MARK & (setsid env -i sh -c \"sleep $MARK & exit\" &); sleep 0.2"),
                Escape.of(
                        "daemon with another attempt's name",
                        NAMESPACE,
                        "setsid env -i FRESHET_ATTEMPT=other sleep $MARK & (FRESHET_ATTEMPT=x setsid sh -c \"sleep $MARK & exit\" &); sleep 0.2"),
                Escape.of(
                        "deaf to signals",
                        EVERYBODY,
                        "setsid sh -c 'trap \"\" HUP INT TERM; sleep $MARK; sleep $MARK' & sleep 0.1"),
                Escape.of(
                        "one that makes new ones all the time",
                        EVERYBODY,
                        "setsid sh -c 'while :; do sleep $MARK & sleep 0.01; kill $!; done' & sleep 0.2"),
                Escape.of(
                        "a stopped one",
                        EVERYBODY,
                        "setsid sh -c 'sleep $MARK & kill -STOP $!; kill -STOP $$' & sleep 0.1"),
                Escape.of(
                        "a namespace of its own",
                        EVERYBODY,
                        "unshare --user --pid --fork sleep $MARK 2>/dev/null & sleep 0.2"),
                Escape.of("after the time is up", EVERYBODY, "setsid sh -c 'trap \"\" TERM; sleep $MARK' & sleep 60")
                        .within(Duration.ofMillis(400)),
                Escape.of(
                                "after the time is up, without environment",
                                EVERYBODY,
                                "setsid env -i sleep $MARK & sleep 60")
                        .within(Duration.ofMillis(400)),
                Escape.of(
                        "writes when it is over",
                        EVERYBODY,
                        "echo one >$OUT/a; exec 3>>$OUT/a; setsid sh -c 'sleep 0.6; echo LATE >&3; sleep $MARK' & sleep 0.1"),
                Escape.of("many open descriptors", EVERYBODY, """
                        for i in 1 2 3 4 5 6 7 8 9 10 11 12; do echo $i >$OUT/$i; setsid env -i sh -c "exec 3>>$OUT/$i; while :; do echo LATE >&3; done; sleep $MARK" & done; sleep 0.2"""),
                Escape.of("kills whoever waits for it", EVERYBODY, "setsid sleep $MARK & kill -9 $PPID; sleep 0.2"),
                Escape.of("kills its group", EVERYBODY, "setsid sleep $MARK & kill -9 0"),
                Escape.of("kills its group, without environment", NAMESPACE, "setsid env -i sleep $MARK & kill -9 0"),
                Escape.of("signals the launcher", NAMESPACE, "kill -0 $LAUNCHER 2>/dev/null && echo ESCAPED; :"),
                Escape.of("kills all it may", OTHER_USER, "(setsid sleep $MARK &); kill -9 -1"));
    }

    /** No rights beyond those of an ordinary user. */
    private static List<Escape> rights() {
        return List.of(
                Escape.of(
                        "capabilities",
                        EVERYBODY,
                        "grep -E 'Cap(Inh|Prm|Eff|Amb)' /proc/self/status | grep -qv '\t0000000000000000$' && echo ESCAPED; :"),
                Escape.of(
                        "bounds of capabilities",
                        OTHER_USER,
                        "grep CapBnd /proc/self/status | grep -qv '\t0000000000000000$' && echo ESCAPED; :"),
                Escape.of(
                        "programs with more rights",
                        EVERYBODY,
                        "grep -q 'NoNewPrivs:.*1' /proc/self/status || echo ESCAPED"),
                Escape.of(
                        "becomes root",
                        EVERYBODY,
                        "test \"$(id -u)\" = 0 || { setpriv --reuid=0 true 2>/dev/null && echo ESCAPED; }; :"),
                Escape.of("group 0", OTHER_USER, "for g in $(id -G); do test $g = 0 && echo ESCAPED; done; :"),
                Escape.of(
                        "open descriptors",
                        EVERYBODY,
                        "test \"$(ls /proc/self/fd | tr -d '\\n')\" = 0123 || echo ESCAPED; test \"$(readlink /proc/self/fd/0)\" = /dev/null || echo ESCAPED; :"),
                Escape.of(
                        "makes a device",
                        EVERYBODY,
                        "mknod $OUT/mem c 1 1 2>/dev/null && echo ESCAPED; rm -f $OUT/mem; :"),
                Escape.of("mounts", OTHER_USER, "mount -t tmpfs none $OUT 2>/dev/null && echo ESCAPED; :"),
                Escape.of(
                        "reads the launcher's environment",
                        NAMESPACE,
                        "cat /proc/$LAUNCHER/environ >/dev/null 2>&1 && echo ESCAPED; :"),
                Escape.of(
                        "reads the launcher's descriptors",
                        NAMESPACE,
                        "ls /proc/$LAUNCHER/fd >/dev/null 2>&1 && echo ESCAPED; :"),
                Escape.of(
                        "reads the launcher's memory",
                        NAMESPACE,
                        "head -c 1 /proc/$LAUNCHER/mem >/dev/null 2>&1 && echo ESCAPED; cat /proc/$LAUNCHER/maps 2>/dev/null | grep -q . && echo ESCAPED; :"),
                Escape.of(
                        "through the launcher's root",
                        NAMESPACE,
                        "ls /proc/$LAUNCHER/root/ >/dev/null 2>&1 && echo ESCAPED; ls /proc/$LAUNCHER/cwd/ >/dev/null 2>&1 && echo ESCAPED; :"),
                Escape.of(
                        "descriptors of the wrapper",
                        OTHER_USER,
                        "for p in /proc/[0-9]*; do test \"$(stat -c %u $p 2>/dev/null)\" = \"$(id -u)\" || { ls $p/fd/ >/dev/null 2>&1 && echo ESCAPED $p; }; done; :"));
    }

    /** Nothing of anybody else's can be reached by its path. */
    private static List<Escape> paths() {
        return List.of(
                Escape.of("reads the secret", OTHER_USER, "cat $SECRET 2>/dev/null && echo ESCAPED; :"),
                Escape.of("lists objects", OTHER_USER, "ls $ROOT/.freshet/objects 2>/dev/null && echo ESCAPED; :"),
                Escape.of("reads an object", OTHER_USER, "cat $OBJECT 2>/dev/null && echo ESCAPED; :"),
                Escape.of(
                        "lists manifests, results of actions and markers",
                        OTHER_USER,
                        "for d in manifests actions published staging taken discarded launchers; do ls $ROOT/.freshet/$d 2>/dev/null && echo ESCAPED; done; :"),
                Escape.of(
                        "lists attempts",
                        OTHER_USER,
                        "ls $ROOT/.freshet/attempts 2>/dev/null && echo ESCAPED; ls $ROOT/.freshet/work 2>/dev/null && echo ESCAPED; ls $ROOT/.freshet/work/* 2>/dev/null && echo ESCAPED; :"),
                Escape.of(
                        "reads its own records",
                        OTHER_USER,
                        "cat $ROOT/.freshet/launchers/*/journal/* $ROOT/.freshet/launchers/launcher-0/journal/0000000000000001.journal 2>/dev/null && echo ESCAPED; :"),
                Escape.of(
                                "forges its own end",
                                OTHER_USER,
                                "echo 0 2>/dev/null >$ROOT/.freshet/attempts/$FRESHET_ATTEMPT/exit && echo ESCAPED; exit 3")
                        .saying("status 3"),
                Escape.of(
                        "reads another attempt's outputs",
                        OTHER_USER,
                        "cat $OTHER/out/made/phi 2>/dev/null && echo ESCAPED; ls $OTHER 2>/dev/null && echo ESCAPED; :"),
                Escape.of(
                        "reads another attempt's code",
                        OTHER_USER,
                        "cat $OTHER/code/tool.sh 2>/dev/null && echo ESCAPED; cat $OTHER/changes.json 2>/dev/null && echo ESCAPED; :"),
                Escape.of(
                        "writes into another attempt's outputs",
                        OTHER_USER,
                        "echo x 2>/dev/null >$OTHER/out/made/x && echo ESCAPED; :"),
                Escape.of(
                        "through another attempt's process",
                        OTHER_USER,
                        "for p in /proc/[0-9]*; do test \"$(stat -c %u $p 2>/dev/null)\" = \"$(id -u)\" || { cat $p/environ 2>/dev/null | grep -q . && echo ESCAPED $p; cat $p/cwd/tool.sh 2>/dev/null && echo ESCAPED $p; }; done; :"),
                Escape.of(
                        "changes the wrapper",
                        OTHER_USER,
                        "for s in $ROOT/.freshet/launchers/*.sh; do echo : 2>/dev/null >>$s && echo ESCAPED; done; :"),
                Escape.of(
                        "hard link to an object",
                        OTHER_USER,
                        "ln $OBJECT $OUT/o 2>/dev/null && echo ESCAPED; ln $OBJECT $HOME/o 2>/dev/null && echo ESCAPED; :"),
                Escape.of(
                        "writes where datasets are published",
                        OTHER_USER,
                        "mkdir $ROOT/x 2>/dev/null && echo ESCAPED; mkdir -p $ROOT/prod/x 2>/dev/null && echo ESCAPED; :"),
                Escape.of(
                        "changes what the kernel does",
                        OTHER_USER,
                        "for s in kernel/core_pattern kernel/modprobe vm/drop_caches; do (echo x >/proc/sys/$s) 2>/dev/null && echo ESCAPED; done; :"),
                Escape.of(
                        "lets the launcher be the first to be killed",
                        NAMESPACE,
                        "(echo 1000 >/proc/$LAUNCHER/oom_score_adj) 2>/dev/null && echo ESCAPED; :"),
                Escape.of(
                        "replaces its own directory",
                        OTHER_USER,
                        "cd /; mv ${OUT%/out/*} ${OUT%/out/*}x 2>/dev/null && echo ESCAPED; mv ${OUT%/made} ${OUT%/made}x 2>/dev/null && echo ESCAPED; :"));
    }

    /** What it leaves in its outputs does nothing to anybody, and stops nobody. */
    private static List<Escape> outputs() {
        return List.of(
                Escape.of("link to a secret", EVERYBODY, "ln -s $SECRET $OUT/a").saying("'a'"),
                Escape.of("link to a directory", EVERYBODY, "ln -s $OUTSIDE $OUT/d")
                        .saying("'d'"),
                Escape.of(
                        "link in the place of the output",
                        EVERYBODY,
                        "echo x >$OUT/a; cd $OUT/..; mv made away 2>/dev/null && ln -s $OUTSIDE made; :"),
                Escape.of(
                        "link in the place of all outputs",
                        EVERYBODY,
                        "cd ${OUT%/out/made}; mv out away 2>/dev/null && ln -s $OUTSIDE out; :"),
                Escape.of(
                        "link in the place of the results",
                        EVERYBODY,
                        "rm -f $FRESHET_RESULTS 2>/dev/null && ln -s $SECRET $FRESHET_RESULTS; :"),
                Escape.of(
                        "fifo in the place of the results",
                        EVERYBODY,
                        "rm -f $FRESHET_RESULTS 2>/dev/null && mkfifo $FRESHET_RESULTS; :"),
                Escape.of("endless results", EVERYBODY, "truncate -s 1T $FRESHET_RESULTS")
                        .saying("results"),
                Escape.of("files exchanged for links while they are taken", EVERYBODY, """
                        for i in 1 2 3 4 5 6 7 8; do echo $i >$OUT/$i; done
                        setsid env -i sh -c "while :; do for i in 1 2 3 4 5 6 7 8; do ln -sf $SECRET $OUT/l; mv -f $OUT/l $OUT/\\$i; done; done; sleep $MARK" 2>/dev/null & sleep 0.1"""),
                Escape.of("directories exchanged for links while they are removed", EVERYBODY, """
                        mkdir -p $HOME/a/b/c $HOME/k; for i in 1 2 3 4 5 6; do echo x >$HOME/a/b/$i; done
                        setsid env -i sh -c "cd $HOME; while :; do mv a k/a; ln -s $OUTSIDE a; rm a; mv k/a a; done; sleep $MARK" 2>/dev/null & exit 1"""),
                Escape.of("hard link to a colleague's file", OTHER_USER, "ln $COLLEAGUE $OUT/theirs; :"),
                Escape.of("a colleague's file moved", OTHER_USER, "mv $MOVABLE $OUT/moved")
                        .saying("another user"),
                Escape.of(
                        "hard link to the launcher's file",
                        OTHER_USER,
                        "ln $SECRET $OUT/s 2>/dev/null && echo ESCAPED; ln $OUTSIDE/1 $OUT/one 2>/dev/null; :"),
                Escape.of(
                        "hard link to a file of its own elsewhere",
                        EVERYBODY,
                        "echo own >$SCRATCH/own-$$; ln $SCRATCH/own-$$ $OUT/own; echo more >>$SCRATCH/own-$$; setsid env -i sleep $MARK &"),
                Escape.of("one file under two names", EVERYBODY, "echo x >$OUT/a; ln $OUT/a $OUT/b"),
                Escape.of("fifo", EVERYBODY, "mkfifo $OUT/pipe").saying("'pipe'"),
                Escape.of("fifo among what is removed", EVERYBODY, "mkfifo $HOME/pipe; mkdir -m 000 $HOME/closed; :"),
                Escape.of(
                                "file of exabytes",
                                EVERYBODY,
                                "truncate -s 8000T $OUT/huge 2>/dev/null || truncate -s 8T $OUT/huge")
                        .saying("'huge'"),
                Escape.of(
                                "directories below directories",
                                EVERYBODY,
                                "d=$OUT; for i in 1 2 3 4 5 6 7 8 9 10; do d=$d/a/a/a/a/a/a/a/a/a/a; done; mkdir -p $d; :")
                        .saying("deep"),
                Escape.of(
                        "deeper than any path",
                        EVERYBODY,
                        "cd $HOME; i=0; while [ $i -lt 3000 ]; do mkdir d && cd d; i=$((i+1)); done 2>/dev/null; exit 1"),
                Escape.of(
                        "names with line breaks",
                        EVERYBODY,
                        "echo x >\"$OUT/$(printf 'a\\nb')\"; echo y >\"$OUT/-rf\"; echo z >\"$OUT/...\"; printf w >\"$OUT/$(printf '\\377\\376')\""),
                Escape.of(
                        "directory that nobody may enter",
                        EVERYBODY,
                        "mkdir $OUT/d; echo x >$OUT/d/x; chmod 000 $OUT/d/x $OUT/d $OUT"),
                Escape.of(
                        "files that nobody may remove",
                        EVERYBODY,
                        "mkdir -p $HOME/d/e; echo x >$HOME/d/e/x; chmod 000 $HOME/d/e/x $HOME/d/e $HOME/d; exit 1"),
                Escape.of("set-user-ID", EVERYBODY, "cp /bin/true $OUT/suid; chmod 6755 $OUT/suid"),
                Escape.of("executable", EVERYBODY, "cp /bin/true $OUT/program; chmod 777 $OUT/program"));
    }

    /** Inputs stay what they are. */
    private static List<Escape> inputs() {
        return List.of(
                Escape.of("appends to an input", EVERYBODY, "echo x 2>/dev/null >>$FRESHET_IN_SRC/phi; :"),
                Escape.of(
                        "makes an input writable",
                        EVERYBODY,
                        "chmod u+w $FRESHET_IN_SRC/phi 2>/dev/null; chmod 777 $FRESHET_IN_SRC 2>/dev/null; echo x 2>/dev/null >>$FRESHET_IN_SRC/phi; truncate -s 1 $FRESHET_IN_SRC/phi 2>/dev/null; :"),
                Escape.of(
                        "rewrites an input without a trace",
                        EVERYBODY,
                        "chmod u+w $FRESHET_IN_SRC/phi 2>/dev/null; cp -p $FRESHET_IN_SRC/phi $HOME/k; dd if=/dev/zero of=$FRESHET_IN_SRC/phi bs=1 count=1 conv=notrunc 2>/dev/null; touch -r $HOME/k $FRESHET_IN_SRC/phi 2>/dev/null; :"),
                Escape.of(
                        "renames an input",
                        EVERYBODY,
                        "chmod u+w $FRESHET_IN_SRC 2>/dev/null; mv $FRESHET_IN_SRC/phi $FRESHET_IN_SRC/q 2>/dev/null; :"),
                Escape.of(
                        "gives out an input as its output",
                        EVERYBODY,
                        "ln $FRESHET_IN_SRC/phi $OUT/a 2>/dev/null || cp $FRESHET_IN_SRC/phi $OUT/a; chmod u+w $OUT/a; echo more >>$OUT/a"),
                Escape.of(
                        "gives an input another time",
                        EVERYBODY,
                        "touch -d 2001-01-01 $FRESHET_IN_SRC/phi 2>/dev/null; :"));
    }
}

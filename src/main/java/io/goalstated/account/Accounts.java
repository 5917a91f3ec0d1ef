package io.goalstated.account;

import io.goalstated.platform.Disk;
import io.goalstated.platform.SystemRoot;
import io.goalstated.platform.ToolCall;
import io.goalstated.platform.ToolEnd;
import io.goalstated.platform.Tools;
import io.goalstated.secret.Secret;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The machine's accounts. Each change may be asked for again: what is so already stays. All methods block. */
public final class Accounts {
    private static final Logger LOG = LoggerFactory.getLogger(Accounts.class);
    private static final int MAX_FILE = 1 << 20;
    private static final Pattern UID_MIN = Pattern.compile("(?m)^UID_MIN\\s+(\\d{1,9})");
    /** Where login.defs says nothing. */
    private static final int DEFAULT_UID_MIN = 100;
    /** Flatcar's ordinary user has a number of the system's. */
    private static final String CORE = "core";

    private final SystemRoot root;
    private final Disk disk;
    private final Tools tools;

    public Accounts(SystemRoot root, Disk disk, Tools tools) {
        this.root = root;
        this.disk = disk;
        this.tools = tools;
    }

    /**
     * What a new account is given besides its name.
     *
     * @param comment the GECOS field; empty for none
     * @param expires the day, as {@code 2026-12-31}
     */
    public record Extras(Optional<String> comment, Optional<String> expires) {
        public static final Extras NONE = new Extras(Optional.empty(), Optional.empty());
    }

    /** The account of that name, in the files or wherever else the system keeps accounts. */
    public Optional<Account> find(UserName name) throws IOException {
        Optional<Account> local = disk.readText(root.resolve("/etc/passwd"), MAX_FILE)
                .orElse("")
                .lines()
                .map(Account::parse)
                .flatMap(Optional::stream)
                .filter(account -> account.name().equals(name.value()))
                .findFirst();
        if (local.isPresent()) {
            return local;
        }
        return tools.run(ToolCall.of("getent", "passwd", name.value()))
                .output()
                .lines()
                .map(Account::parse)
                .flatMap(Optional::stream)
                .filter(account -> account.name().equals(name.value()))
                .findFirst();
    }

    /** The accounts of the files whose GECOS field is exactly that comment. */
    public List<Account> commented(String comment) throws IOException {
        return disk.readText(root.resolve("/etc/passwd"), MAX_FILE)
                .orElse("")
                .lines()
                .map(Account::parse)
                .flatMap(Optional::stream)
                .filter(account -> account.comment().equals(comment))
                .toList();
    }

    /** Whether the account is one of the system's own. */
    public boolean isSystems(Account account) throws IOException {
        if (account.uid() == 0) {
            return true;
        }
        Matcher limit = UID_MIN.matcher(
                disk.readText(root.resolve("/etc/login.defs"), MAX_FILE).orElse(""));
        int least = limit.find() ? Integer.parseInt(limit.group(1)) : DEFAULT_UID_MIN;
        return account.uid() < least && !account.name().equals(CORE);
    }

    /** Makes the account unless it is there. */
    public Account create(UserName name, Extras extras) throws IOException, AccountFailure {
        Optional<Account> existing = find(name);
        if (existing.isPresent()) {
            return existing.get();
        }
        List<String> words = new ArrayList<>(List.of("useradd", "-m"));
        extras.expires().ifPresent(day -> words.addAll(List.of("-e", day)));
        extras.comment().ifPresent(comment -> words.addAll(List.of("-c", comment)));
        shell().ifPresent(shell -> words.addAll(List.of("-s", shell)));
        words.addAll(List.of("--", name.value()));
        must(tools.run(ToolCall.of(words)));
        return find(name).orElseThrow(() -> AccountFailure.failed("useradd succeeded and there is no account " + name));
    }

    /** Bash, where it is there and the system would give its plain shell. */
    private Optional<String> shell() {
        boolean plain = tools.run(ToolCall.of("useradd", "-D")).output().contains("SHELL=/bin/sh\n");
        return plain && disk.exists(root.resolve("/bin/bash")) ? Optional.of("/bin/bash") : Optional.empty();
    }

    /** Adds the account to those of the groups that exist, and gives the names of those that do not. */
    public List<String> join(UserName name, List<String> groups) throws IOException, AccountFailure {
        List<String> known = disk.readText(root.resolve("/etc/group"), MAX_FILE)
                .orElse("")
                .lines()
                .map(line -> line.substring(0, Math.max(0, line.indexOf(':'))))
                .toList();
        List<String> missing = new ArrayList<>(groups);
        missing.removeAll(known);
        List<String> joined = new ArrayList<>(groups);
        joined.removeAll(missing);
        if (!joined.isEmpty()) {
            must(tools.run(ToolCall.of("usermod", "-a", "-G", String.join(",", joined), "--", name.value())));
        }
        return missing;
    }

    /** Gives the account a password. Neither password nor hash is on a command line, unless chpasswd is missing. */
    public void setPassword(UserName name, Secret password, PasswordHash method) throws AccountFailure {
        Secret hash = method.of(password);
        try (Secret line = PasswordHash.line(name, Secret.owning(hash.bytes()))) {
            ToolEnd end = tools.run(ToolCall.of("chpasswd", "-e").reading(line));
            if (end.isMissing()) {
                end = tools.run(ToolCall.of("usermod", "-p", String.valueOf(hash.characters()), "--", name.value()));
            }
            must(end);
        } finally {
            hash.close();
        }
    }

    /** Removes the account with its home directory. The system's own are refused, whoever asks (S13). */
    public void remove(UserName name) throws IOException, AccountFailure {
        Optional<Account> account = find(name);
        if (account.isEmpty()) {
            return;
        }
        if (isSystems(account.get())) {
            throw AccountFailure.refused(name + " is a system user, will not delete it");
        }
        must(tools.run(ToolCall.of("userdel", "-f", "-r", "--", name.value())));
    }

    private static void must(ToolEnd end) throws AccountFailure {
        if (!end.isSuccess()) {
            LOG.warn("{}", end.problem());
            throw AccountFailure.failed(end.brief());
        }
    }
}

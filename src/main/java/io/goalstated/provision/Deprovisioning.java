package io.goalstated.provision;

import io.goalstated.account.AccountFailure;
import io.goalstated.account.UserName;
import io.goalstated.config.ExtensionKeys;
import io.goalstated.config.ProvisioningKeys;
import io.goalstated.distro.Distro.ResolvConf;
import io.goalstated.ovf.MalformedOvf;
import io.goalstated.ovf.OvfEnvironment;
import io.goalstated.ovf.OvfParser;
import io.goalstated.ovf.OvfText;
import io.goalstated.platform.Disk;
import io.goalstated.platform.GrowingFile;
import io.goalstated.platform.SystemTools;
import io.goalstated.platform.ToolEnd;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Makes of a VM what an image can be made of (spec 03 §9): a plan, which people see before anything happens, and its actions,
 * each of which is tried whatever became of the others. Links are removed, never followed. Blocks.
 */
public final class Deprovisioning {
    private static final List<String> DROP_INS =
            List.of("10-Slice.conf", "11-CPUAccounting.conf", "12-CPUQuota.conf", "13-MemoryAccounting.conf");
    private static final List<String> UNIT_DIRECTORIES =
            List.of("/etc/systemd/system", "/lib/systemd/system", "/usr/lib/systemd/system");

    private final Machine machine;

    public Deprovisioning(Machine machine) {
        this.machine = machine;
    }

    /** Does something; what goes wrong is told in the exception. */
    @FunctionalInterface
    private interface Work {
        void run() throws IOException, AccountFailure, ProvisioningFailure;
    }

    /** One action: what it does, and what people are told beforehand. */
    public static final class Action {
        private final String text;
        private final Optional<String> warning;
        private final Work work;

        private Action(String text, Optional<String> warning, Work work) {
            this.text = text;
            this.warning = warning;
            this.work = work;
        }

        public String text() {
            return text;
        }

        public Optional<String> warning() {
            return warning;
        }

        /** Does it; gives the reason why it could not be done. */
        public Optional<String> run() {
            try {
                work.run();
                return Optional.empty();
            } catch (IOException | AccountFailure | ProvisioningFailure e) {
                return Optional.of(text + ": " + e.getMessage());
            }
        }
    }

    /** What will be done, in this order. Nothing is changed yet; the user's name is read while it can be. */
    public List<Action> plan(boolean withUser) throws IOException {
        List<Action> actions = new ArrayList<>();
        add(actions, "stop the agent", "The agent's service will be stopped.", this::stopService);
        if (machine.configuration().get(ProvisioningKeys.REGENERATE_HOST_KEYS)) {
            add(actions, "delete SSH host keys", "All SSH host key pairs will be deleted.", this::deleteHostKeys);
        }
        add(
                actions,
                "delete cached DHCP leases",
                "Cached DHCP leases will be deleted.",
                () -> new LeaseCleaner(machine).clean());
        add(actions, "reset the host name", "", this::resetHostName);
        if (machine.configuration().get(ProvisioningKeys.DELETE_ROOT_PASSWORD)) {
            add(
                    actions,
                    "lock the password of root",
                    "root password will be disabled. You will not be able to login as root.",
                    () -> new RootAccount(machine).lock());
        }
        add(actions, "empty the agent's directories", "", this::emptyDirectories);
        add(actions, "delete histories and the log", "", this::deleteHistories);
        resolvConf(actions);
        user(withUser).ifPresent(actions::add);
        add(actions, "delete the agent's network setup", "", this::deleteNetworkSetup);
        add(actions, "delete the agent's unit settings", "", this::deleteUnitSettings);
        machineId(actions);
        cloudInit(actions);
        add(actions, "write everything to the disk", "", this::sync);
        return actions;
    }

    private static void add(List<Action> actions, String text, String warning, Work work) {
        actions.add(new Action(text, warning.isEmpty() ? Optional.empty() : Optional.of(warning), work));
    }

    /** The VM's user is in the kept document, which goes with the directories. */
    private Optional<Action> user(boolean wanted) throws IOException {
        if (!wanted) {
            return Optional.empty();
        }
        Optional<UserName> name = userName();
        if (name.isEmpty()) {
            return Optional.of(
                    new Action("skip the user", Optional.of("ovf-env.xml is not found. Skip delete user."), () -> {}));
        }
        return Optional.of(new Action(
                "delete user " + name.get(),
                Optional.of(name.get() + " account and entire home directory will be deleted."),
                () -> {
                    // userdel looks there whether the user is logged in.
                    machine.disk().createDirectory(machine.root().resolve("/var/run"), Disk.PUBLIC_DIRECTORY);
                    new GrowingFile(machine.disk(), machine.root().resolve("/var/run/utmp"), Disk.PUBLIC)
                            .appendLoosely("");
                    machine.accounts().remove(name.get());
                    machine.sudoers().remove(name.get());
                }));
    }

    private Optional<UserName> userName() throws IOException {
        Optional<byte[]> document = machine.disk().read(machine.lib().resolve("ovf-env.xml"), OvfText.MAX_BYTES);
        if (document.isEmpty()) {
            return Optional.empty();
        }
        try (OvfEnvironment ovf = OvfParser.parse(document.get())) {
            return ovf.userName().flatMap(UserName::parse);
        } catch (MalformedOvf e) {
            return Optional.empty();
        }
    }

    private void stopService() throws IOException {
        ToolEnd end = machine.run("systemctl", "stop", "goalstated.service");
        if (!end.isSuccess() && !end.isMissing() && !end.error().contains("not loaded")) {
            throw new IOException(end.problem());
        }
    }

    private void deleteHostKeys() throws IOException {
        for (Path key : new HostKeys(machine).present()) {
            machine.disk().delete(key);
        }
    }

    private void resetHostName() throws IOException {
        HostName name = new HostName("localhost.localdomain");
        new HostNameSetter(machine).set(name);
        new HostNamePublisher(machine).tellClient(name.value());
    }

    private void emptyDirectories() throws IOException {
        empty(machine.lib());
        empty(machine.root().resolve(machine.configuration().get(ExtensionKeys.LOG_DIRECTORY)));
    }

    private void empty(Path directory) throws IOException {
        // A link in the directory's place leads to something that is not the agent's.
        if (machine.disk().isDirectory(directory)) {
            for (Path entry : machine.disk().list(directory)) {
                machine.disk().deleteTree(entry);
            }
        }
    }

    private void deleteHistories() throws IOException {
        delete("/root/.bash_history");
        delete("/var/log/waagent.log");
    }

    private void resolvConf(List<Action> actions) {
        ResolvConf what = machine.distro().image().resolvConf();
        switch (what) {
            case KEPT -> add(actions, "keep /etc/resolv.conf", "/etc/resolv.conf will NOT be removed.", () -> {});
            case RESOLVCONF_SOURCES ->
                add(actions, "delete the sources of /etc/resolv.conf", "/etc/resolv.conf will be deleted.", () -> {
                    delete("/etc/resolvconf/resolv.conf.d/tail");
                    delete("/etc/resolvconf/resolv.conf.d/original");
                });
            case DELETED ->
                add(
                        actions,
                        "delete /etc/resolv.conf",
                        "/etc/resolv.conf will be deleted.",
                        () -> delete("/etc/resolv.conf"));
        }
    }

    private void deleteNetworkSetup() throws IOException {
        delete("/etc/goalstated/network-setup.conf");
        for (String directory : UNIT_DIRECTORIES) {
            delete(directory + "/waagent-network-setup.service");
            delete(directory + "/walinuxagent-network-setup.service");
        }
    }

    private void deleteUnitSettings() throws IOException {
        for (String directory : UNIT_DIRECTORIES) {
            for (String unit : List.of("goalstated", "walinuxagent", "waagent")) {
                for (String file : DROP_INS) {
                    delete(directory + "/" + unit + ".service.d/" + file);
                }
            }
            delete(directory + "/azure-walinuxagent-logcollector.slice");
        }
    }

    private void machineId(List<Action> actions) {
        MachineIdentity identity = new MachineIdentity(machine);
        add(actions, "delete the saved seed of random numbers", "", identity::deleteSeed);
        if (machine.distro().image().deletesMachineId()) {
            add(actions, "delete /etc/machine-id", "", identity::deleteId);
        } else if (identity.hasId()) {
            add(actions, "empty /etc/machine-id", "The next boot makes a new machine id.", identity::emptyId);
        }
    }

    private void cloudInit(List<Action> actions) {
        if (SystemTools.DIRECTORIES.stream()
                .anyMatch(directory -> machine.disk().exists(machine.root().resolve(directory + "/cloud-init")))) {
            add(
                    actions,
                    "leave cloud-init as it is",
                    "cloud-init keeps what it knows of this VM; to make it forget, run also: cloud-init clean --logs",
                    () -> {});
        }
    }

    private void sync() throws IOException {
        ToolEnd end = machine.run("sync");
        if (!end.isSuccess() && !end.isMissing()) {
            throw new IOException(end.problem());
        }
    }

    private void delete(String path) throws IOException {
        Path file = machine.root().resolve(path);
        if (machine.disk().exists(file) && !machine.disk().isDirectory(file)) {
            machine.disk().delete(file);
        }
    }
}

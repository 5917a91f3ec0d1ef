package io.goalstated.doctor;

import io.goalstated.config.SystemKeys;
import io.goalstated.environment.firewall.Firewall;
import io.goalstated.environment.firewall.FirewallRules;
import io.goalstated.environment.network.Ipv4;
import java.io.IOException;
import java.util.List;

/** Whether the firewall's rules are in force, complete and in order, and come back after a boot. */
final class FirewallChecks implements Check {
    @Override
    public List<Finding> examine(Patient patient) throws IOException {
        if (!patient.wants(SystemKeys.ENABLE_FIREWALL)) {
            return List.of(Finding.skip("firewall.rules", "OS.EnableFirewall=n"));
        }
        if (!patient.isOpenToExamination()) {
            return List.of(Finding.skip("firewall.rules", "only root can see them, on the machine itself"));
        }
        Firewall firewall = firewall(patient);
        Firewall.Result result = firewall.examine(rules(patient));
        Finding rules = result.isInForce() && result.problems().isEmpty()
                ? Finding.pass(
                        "firewall.rules", "in force with " + result.mechanism().orElse("?"))
                : Finding.fail(
                        "firewall.rules",
                        String.join("; ", result.problems()),
                        "start the daemon, or: goalstated doctor --fix");
        Finding boot = firewall.survivesBoot()
                ? Finding.pass("firewall.boot", "set again at boot")
                : Finding.warn(
                        "firewall.boot",
                        "goalstated-network-setup.service is not installed: the rules come with the agent only",
                        "install the unit that belongs to the package");
        return List.of(rules, boot);
    }

    static Firewall firewall(Patient patient) {
        return new Firewall(patient.tools(), patient.disk(), patient.root(), patient.library());
    }

    static FirewallRules rules(Patient patient) throws IOException {
        Ipv4 wireServer = patient.disk()
                .readText(patient.library().resolve("WireServerEndpoint"), 256)
                .map(String::strip)
                .flatMap(Ipv4::parse)
                .orElse(Ipv4.WIRE_SERVER);
        return FirewallRules.configured(patient.configuration(), wireServer, patient.user());
    }
}

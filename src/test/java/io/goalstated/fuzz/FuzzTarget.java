package io.goalstated.fuzz;

import io.goalstated.account.AccountsFuzz;
import io.goalstated.artifact.PackageFuzz;
import io.goalstated.disc.DiscFuzz;
import io.goalstated.environment.firewall.FirewallFuzz;
import io.goalstated.environment.network.NetworkFuzz;
import io.goalstated.environment.resource.ResourceFuzz;
import io.goalstated.event.EventsFuzz;
import io.goalstated.extension.StatusFuzz;
import io.goalstated.goalstate.DocumentsFuzz;
import io.goalstated.provision.ProvisionFuzz;
import io.goalstated.supervise.JournalFuzz;
import io.goalstated.trust.CertificatesFuzz;
import io.goalstated.wire.HttpAnswerFuzz;
import java.util.Optional;

/** Every reader of what comes from outside, with the class that hands it any bytes. */
enum FuzzTarget {
    XML(AnyTextFuzz.class, "wireserver"),
    JSON(AnyTextFuzz.class, "hostgaplugin"),
    CONFIGURATION(AnyTextFuzz.class),
    REDACTION(AnyTextFuzz.class, "hostgaplugin"),
    OVF(AnyTextFuzz.class, "provisioning"),
    OS_RELEASE(AnyTextFuzz.class),
    GOAL_STATE(DocumentsFuzz.class, "wireserver"),
    EXTENSIONS_CONFIG(DocumentsFuzz.class, "wireserver"),
    SETTINGS(DocumentsFuzz.class, "hostgaplugin"),
    VM_SETTINGS(DocumentsFuzz.class, "hostgaplugin"),
    MANIFEST(DocumentsFuzz.class, "manifests"),
    REMOTE_ACCESS(DocumentsFuzz.class, "wireserver"),
    POLICY(DocumentsFuzz.class),
    OTHER_DOCUMENTS(DocumentsFuzz.class, "wireserver"),
    STATUS(StatusFuzz.class, "extension-status"),
    HEARTBEAT(StatusFuzz.class),
    HANDLER_MANIFEST(StatusFuzz.class, "handler-manifests"),
    EVENTS(EventsFuzz.class, "telemetry"),
    CERTIFICATES(CertificatesFuzz.class, "keys"),
    SIGNATURE(CertificatesFuzz.class, "signing"),
    PACKAGE(PackageFuzz.class),
    DISC(DiscFuzz.class),
    HTTP_ANSWER(HttpAnswerFuzz.class),
    HTTP_CONNECTION(HttpAnswerFuzz.class),
    ADDRESS(HttpAnswerFuzz.class),
    DHCP(NetworkFuzz.class, "dhcp"),
    NETWORK_FILES(NetworkFuzz.class),
    FIREWALL_TOOLS(FirewallFuzz.class),
    DISK_TOOLS(ResourceFuzz.class),
    ACCOUNT_FILES(AccountsFuzz.class),
    SSH_FILES(ProvisionFuzz.class),
    JOURNAL(JournalFuzz.class);

    /** Tells the child process which reader of its class is meant. */
    static final String PROPERTY = "fuzz.target";

    final Class<?> type;
    /** The directory of the corpus whose files it begins with. */
    final Optional<String> seeds;

    FuzzTarget(Class<?> type) {
        this.type = type;
        this.seeds = Optional.empty();
    }

    FuzzTarget(Class<?> type, String seeds) {
        this.type = type;
        this.seeds = Optional.of(seeds);
    }
}

package io.goalstated.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.goalstated.doctor.Doctor;
import io.goalstated.doctor.Finding;
import io.goalstated.doctor.Patient;
import io.goalstated.doctor.Repairs;
import io.goalstated.json.Json;
import io.goalstated.json.SpacedJson;
import io.goalstated.platform.ConfigurationReader;
import io.goalstated.platform.DateProbe;
import io.goalstated.platform.Disk;
import io.goalstated.platform.ProcessOwner;
import io.goalstated.platform.SystemRoot;
import io.goalstated.platform.SystemTools;
import io.goalstated.platform.TcpProbe;
import java.io.PrintWriter;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
        name = "doctor",
        description = {
            "Examine this machine: what the agent needs, what is wrong, and what to do about it.",
            "Changes nothing without --fix.",
            "Exit code 0: nothing fails, 3: something does."
        })
final class DoctorCommand implements Callable<Integer> {
    private static final int SCHEMA = 1;

    @Mixin
    private Places places = new Places();

    @Option(names = "--output", paramLabel = "text|json", description = "The form of the answer.")
    private StatusCommand.Form form = StatusCommand.Form.TEXT;

    @Option(
            names = "--fix",
            description = "Put right what fails and is the agent's own: modes of its directories, firewall rules.")
    private boolean fix;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws Failure {
        SystemRoot root = places.root();
        if (fix && root.isReal() && ProcessOwner.number() != 0) {
            throw new Failure(ExitCode.NOT_PERMITTED, "only root may put things right; run it with sudo");
        }
        Disk disk = new Disk();
        ConfigurationReader.Reading reading = places.reading();
        Patient patient = new Patient(
                root,
                disk,
                new SystemTools(root),
                reading.configuration(),
                reading.degradations(),
                ProcessOwner.number());
        Doctor doctor = new Doctor(TcpProbe.REAL, DateProbe.REAL, InstantSource.system());
        List<Finding> findings = doctor.examine(patient);
        List<String> done = fix ? new Repairs(patient).of(findings) : List.of();
        if (!done.isEmpty()) {
            findings = doctor.examine(patient);
        }
        PrintWriter out = spec.commandLine().getOut();
        out.print(form == StatusCommand.Form.JSON ? json(findings, done) : text(findings, done));
        out.flush();
        return Doctor.isHealthy(findings) ? ExitCode.OK : ExitCode.DEGRADED;
    }

    static String json(List<Finding> findings, List<String> done) {
        ObjectNode document = Json.object().put("schema", SCHEMA);
        ArrayNode checks = document.putArray("checks");
        for (Finding finding : findings) {
            checks.addObject()
                    .put("id", finding.id())
                    .put("verdict", finding.verdict().name())
                    .put("evidence", finding.evidence())
                    .put("remedy", finding.remedy());
        }
        ArrayNode repairs = document.putArray("repairs");
        done.forEach(repairs::add);
        return SpacedJson.write(document) + "\n";
    }

    private static String text(List<Finding> findings, List<String> done) {
        Table table = new Table(Terminal.width(), "RESULT", "CHECK", "EVIDENCE", "REMEDY");
        for (Finding finding : findings) {
            table.row(finding.verdict().name(), finding.id(), finding.evidence(), finding.remedy());
        }
        return table + (done.isEmpty() ? "" : String.join("\n", done) + "\n");
    }
}

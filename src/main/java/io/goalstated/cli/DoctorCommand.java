package io.goalstated.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.goalstated.doctor.Doctor;
import io.goalstated.doctor.Finding;
import io.goalstated.doctor.Patient;
import io.goalstated.json.Json;
import io.goalstated.json.SpacedJson;
import io.goalstated.platform.ConfigurationReader;
import io.goalstated.platform.Disk;
import io.goalstated.platform.ProcessOwner;
import io.goalstated.platform.SystemRoot;
import io.goalstated.platform.SystemTools;
import io.goalstated.platform.TcpProbe;
import java.io.PrintWriter;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
        name = "doctor",
        description = {
            "Examine this machine: what the agent needs, what is wrong, and what to do about it. Changes nothing.",
            "Exit code 0: nothing fails, 3: something does."
        })
final class DoctorCommand implements Callable<Integer> {
    private static final int SCHEMA = 1;

    @Mixin
    private Places places = new Places();

    @Option(names = "--output", paramLabel = "text|json", description = "The form of the answer.")
    private StatusCommand.Form form = StatusCommand.Form.TEXT;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        SystemRoot root = places.root();
        Disk disk = new Disk();
        ConfigurationReader.Reading reading =
                new ConfigurationReader(root, disk, places.configuration(), Map.of(), List.of()).read();
        List<Finding> findings = new Doctor(TcpProbe.REAL)
                .examine(new Patient(
                        root,
                        disk,
                        new SystemTools(root),
                        reading.configuration(),
                        reading.degradations(),
                        ProcessOwner.number()));
        PrintWriter out = spec.commandLine().getOut();
        out.print(form == StatusCommand.Form.JSON ? json(findings) : text(findings));
        out.flush();
        return Doctor.isHealthy(findings) ? ExitCode.OK : ExitCode.DEGRADED;
    }

    static String json(List<Finding> findings) {
        ObjectNode document = Json.object().put("schema", SCHEMA);
        ArrayNode checks = document.putArray("checks");
        for (Finding finding : findings) {
            checks.addObject()
                    .put("id", finding.id())
                    .put("verdict", finding.verdict().name())
                    .put("evidence", finding.evidence())
                    .put("remedy", finding.remedy());
        }
        return SpacedJson.write(document) + "\n";
    }

    private static String text(List<Finding> findings) {
        Table table = new Table(Terminal.width(), "RESULT", "CHECK", "EVIDENCE", "REMEDY");
        for (Finding finding : findings) {
            table.row(finding.verdict().name(), finding.id(), finding.evidence(), finding.remedy());
        }
        return table.toString();
    }
}

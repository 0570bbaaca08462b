using ServiceDirectory.Tests.Faults;
using ServiceDirectory.Tests.Infrastructure;

namespace ServiceDirectory.Tests.Deployment;

/// <summary>
/// The directory as it is deployed, without Docker: the published program shut in, PostgreSQL and nginx as they are shipped, each in a network of its own,
/// and somebody in the world outside who trusts one authority for certificates and asks with curl.
/// </summary>
[Collection(FaultWorld.Name)]
public sealed class DeployedTests(FaultWorld world)
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [FullFact, Property(49), Property(90)]
    public async Task Directory_IsServed_AndNothingElseIsReached()
    {
        // Said, and not passed over: where this cannot be done, nobody has seen that it holds.
        Assert.True(Environment.UserName == "root", "The deployment is tried by root only, who may make networks and take rights away: sudo ./dev test --full Deployed");
        string certificates = System.IO.Directory.CreateTempSubdirectory("sd-ca-").FullName;
        try
        {
            await MakeCertificatesAsync(certificates);
            await using var wires = await Wires.StretchAsync();
            await using var cluster = await world.ClusterAsync();
            var database = await cluster.MoveIntoAsync(wires.Database, Wires.DatabaseAddress, Wires.DataNetwork);
            using var program = await DeployedProgram.StartAsync(wires.Program, database);
            await using var proxy = await Proxy.StartInAsync(wires.Proxy, $"{Wires.ProgramAddress}:{DeployedProgram.Port}", certificates);

            await IsReadAsync(program, proxy, wires, certificates);
            Assert.Equal(0, await program.HealthAsync());
            await IsShutInAsync(program);
            await IsWiredAsAsked(wires);

            await program.StopAsync();
            Assert.Equal(1, await program.HealthAsync());
            Assert.Equal("503", await CurlAsync(wires, certificates, "/about", "--output", "/dev/null", "--write-out", "%{http_code}"));
            Assert.Equal("", proxy.Said.Trim());
        }
        finally
        {
            System.IO.Directory.Delete(certificates, recursive: true);
        }
    }

    private async Task IsReadAsync(DeployedProgram program, Proxy proxy, Wires wires, string certificates)
    {
        string page = "";
        for (int i = 0; i < 120 && !page.Contains("Mill Clinic", StringComparison.Ordinal); i++)
        {
            Assert.False(program.HasEnded, program.HasEnded ? program.Problems : "");
            page = await CurlAsync(wires, certificates, $"/search?place={Sample.Leeds}");
            await Task.Delay(250, Stop);
        }

        Assert.True(page.Contains("Mill Clinic", StringComparison.Ordinal), $"{page}{proxy.Said}");
        Assert.Contains("Mill Clinic", await CurlAsync(wires, certificates, $"/services/{world.Service}"), StringComparison.Ordinal);
        Assert.Contains("max-age=", await CurlAsync(wires, certificates, "/about", "--head"), StringComparison.Ordinal);
        // Who trusts another authority goes no further, and neither does who asks for another name.
        Assert.Equal(60, (await AskAsync(wires, ["https://localhost:8443/about"])).Status);
        Assert.Equal(35, (await AskAsync(wires, ["--cacert", Path.Combine(certificates, "ca.pem"), "--connect-to", $"::{Wires.ProxyAddress}:8443", "https://evil.example:8443/"])).Status);
    }

    /// <summary>Nobody's user, no right, nothing written, and nothing that could be.</summary>
    private static async Task IsShutInAsync(DeployedProgram program)
    {
        var status = (await File.ReadAllLinesAsync($"/proc/{program.Id}/status", Stop)).Select(line => line.Split(':', 2)).ToDictionary(pair => pair[0], pair => pair[1].Trim());
        Assert.Equal("dotnet", status["Name"]);
        Assert.All(status["Uid"].Split('\t').Concat(status["Gid"].Split('\t')), id => Assert.Equal($"{DeployedProgram.User}", id));
        Assert.Equal("", status["Groups"]);
        foreach (string rights in new[] { "CapInh", "CapPrm", "CapEff", "CapBnd", "CapAmb" })
            Assert.Equal((rights, "0000000000000000"), (rights, status[rights]));
        Assert.Equal("1", status["NoNewPrivs"]);

        Assert.Empty(System.IO.Directory.EnumerateFileSystemEntries($"/proc/{program.Id}/root/tmp"));
        Assert.Empty(System.IO.Directory.EnumerateFileSystemEntries($"/proc/{program.Id}/root/run/months"));
        foreach (string folder in new[] { "/", "/run", "/run/app", "/run/secrets", "/run/dotnet", "/etc", "/var/tmp", "/usr/bin" })
            Assert.NotEqual((folder, 0), (folder, (await program.RunAsync("touch", $"{folder}/tried")).Status));
        Assert.Equal(0, (await program.RunAsync("touch", "/tmp/tried", "/run/months/tried")).Status);
        // Others on the machine read no secret.
        Assert.Contains("Permission denied", (await Run.ProgramAsync("setpriv", ["--reuid=65534", "--regid=65534", "--clear-groups", "cat", $"/proc/{program.Id}/root/run/secrets/seal"])).Problems, StringComparison.Ordinal);
    }

    private static async Task IsWiredAsAsked(Wires wires)
    {
        // Of all that the program did until here, nothing looked for a way out.
        var counted = (await Run.WellAsync("ip", "netns", "exec", wires.Program, "cat", "/proc/net/snmp")).Split('\n').Where(line => line.StartsWith("Ip:", StringComparison.Ordinal)).Select(line => line.Split(' ')).ToList();
        Assert.Equal("0", counted[1][Array.IndexOf(counted[0], "OutNoRoutes")]);

        const int nobody = 9;
        Assert.Contains("unreachable", await Wires.TryAsync(wires.Program, Wires.WorldAddress, nobody), StringComparison.Ordinal);
        Assert.Contains("unreachable", await Wires.TryAsync(wires.Database, Wires.WorldAddress, nobody), StringComparison.Ordinal);
        // The proxy gets there, so it is not that there is no world.
        Assert.Contains("refused", await Wires.TryAsync(wires.Proxy, Wires.WorldAddress, nobody), StringComparison.Ordinal);

        // The database and the program are open to their neighbour and to nobody beyond.
        Assert.Equal("5432", await Wires.ScanAsync(wires.Program, Wires.DatabaseAddress));
        Assert.NotEqual("", await Wires.TryAsync(wires.Proxy, Wires.DatabaseAddress, 5432));
        Assert.NotEqual("", await Wires.TryAsync(wires.World, Wires.DatabaseAddress, 5432));
        Assert.Equal("", await Wires.TryAsync(wires.Proxy, Wires.ProgramAddress, DeployedProgram.Port));
        Assert.NotEqual("", await Wires.TryAsync(wires.World, Wires.ProgramAddress, DeployedProgram.Port));
        // Of the proxy these three listen; docker-compose.yml publishes the first and the last of them.
        Assert.Equal("8080 8081 8443", await Wires.ScanAsync(wires.World, Wires.ProxyAddress));
    }

    private static async Task<string> CurlAsync(Wires wires, string certificates, string address, params string[] more) =>
        (await AskAsync(wires, ["--cacert", Path.Combine(certificates, "ca.pem"), .. more, $"https://localhost:8443{address}"])).Said;

    private static Task<Run> AskAsync(Wires wires, IEnumerable<string> arguments) =>
        Run.ProgramAsync("ip", ["netns", "exec", wires.World, "curl", "--silent", "--max-time", "20", "--connect-to", $"localhost:8443:{Wires.ProxyAddress}:8443", .. arguments]);

    private static async Task MakeCertificatesAsync(string folder)
    {
        string At(string file) => Path.Combine(folder, file);
        string[] key = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"];
        await Run.WellAsync("openssl", ["req", "-x509", .. key, "-keyout", At("ca.key"), "-out", At("ca.pem"), "-days", "2", "-subj", "/CN=Example authority"]);
        await Run.WellAsync("openssl", ["req", .. key, "-keyout", At("privkey.pem"), "-out", At("asked"), "-subj", $"/CN={Proxy.Host}"]);
        await File.WriteAllTextAsync(At("more"), $"subjectAltName=DNS:{Proxy.Host}\n", Stop);
        await Run.WellAsync("openssl", "x509", "-req", "-in", At("asked"), "-CA", At("ca.pem"), "-CAkey", At("ca.key"), "-CAcreateserial", "-days", "1", "-extfile", At("more"), "-out", At("fullchain.pem"));
    }
}

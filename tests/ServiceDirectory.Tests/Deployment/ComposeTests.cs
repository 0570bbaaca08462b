using System.Text.RegularExpressions;
using ServiceDirectory.Tests.Infrastructure;
using YamlDotNet.Serialization;

namespace ServiceDirectory.Tests.Deployment;

/// <summary><c>docker-compose.yml</c> as docker-compose itself reads it, in each of its profiles: what every container may, and to whom it can speak.</summary>
[Property(90)]
public sealed partial class ComposeTests
{
    private const string Front = "172.30.0.0/24";

    /// <summary>Of all services: who is in which network, and what of it the world can reach.</summary>
    private static readonly SortedDictionary<string, (string[] Networks, string[] Ports, string[] Secrets)> s_services = new(StringComparer.Ordinal)
    {
        ["app"] = (["data", "front"], [], ["ConnectionStrings__Directory", "ConnectionStrings__Public", "pepper", "seal"]),
        ["cli"] = (["data"], [], ["ConnectionStrings__Administrator", "ConnectionStrings__Backup", "ConnectionStrings__Directory", "ConnectionStrings__Owner", "ConnectionStrings__Public", "pepper", "seal"]),
        ["db"] = (["data"], [], ["database_administrator"]),
        ["proxy"] = (["front", "out"], ["443:8443", "80:8080"], []),
        ["replica"] = (["data"], [], []),
        ["tor"] = (["front", "out"], [], []),
    };

    /// <summary>What starts only when somebody asks for it; an old docker-compose shows all of them in every profile.</summary>
    private static readonly Dictionary<string, string> s_profiles = new() { ["cli"] = "jobs", ["replica"] = "replica", ["tor"] = "onion" };

    [FullTheory]
    [InlineData("")]
    [InlineData("onion")]
    [InlineData("replica")]
    [InlineData("jobs")]
    [InlineData("jobs onion replica")]
    public async Task Profile_IsSound_AndEachServiceIsShutIn(string profiles)
    {
        var compose = await ResolveAsync(profiles);
        var all = Map(compose, "services");
        Assert.Superset(s_services.Keys.Where(name => s_profiles.GetValueOrDefault(name) is not { } its || profiles.Contains(its, StringComparison.Ordinal)).ToHashSet(), all.Keys.Cast<string>().ToHashSet());
        foreach (var (key, value) in all)
        {
            string name = (string)key;
            var service = (Dictionary<object, object>)value;
            Assert.Equal((name, s_profiles.GetValueOrDefault(name, "")), (name, string.Join(' ', List(service, "profiles"))));
            Assert.Equal((name, "true"), (name, service.GetValueOrDefault("read_only")));
            Assert.Equal((name, "ALL"), (name, string.Join(' ', List(service, "cap_drop"))));
            Assert.False(service.ContainsKey("cap_add") || service.ContainsKey("privileged") || service.ContainsKey("devices") || service.ContainsKey("network_mode") || service.ContainsKey("pid") || service.ContainsKey("ipc"), name);
            Assert.Equal((name, "no-new-privileges:true"), (name, string.Join(' ', List(service, "security_opt"))));
            Assert.Matches("^([1-9][0-9]*:[1-9][0-9]*|debian-tor)$", (string)service["user"]);
            Assert.Matches("^[0-9]+[mg]$", (string)service["mem_limit"]);
            // Nothing that was in memory goes to a swap file.
            Assert.Equal((name, service["mem_limit"]), (name, service.GetValueOrDefault("memswap_limit")));
            Assert.InRange(int.Parse((string)service["pids_limit"], System.Globalization.CultureInfo.InvariantCulture), 1, 256);
            Assert.Equal((name, "0"), (name, Map(service, "ulimits")["core"]));
            Assert.Equal((name, "1m", "2"), (name, Map(Map(service, "logging"), "options")["max-size"], Map(Map(service, "logging"), "options")["max-file"]));
            var health = Map(service, "healthcheck");
            Assert.True(name == "cli" ? health.ContainsKey("disable") || List(health, "test") is ["NONE"] : List(health, "test") is ["CMD", _, ..], name);
            Assert.Contains(List(service, "tmpfs"), mount => mount.StartsWith("/tmp:", StringComparison.Ordinal) && mount.Contains("size=", StringComparison.Ordinal));

            var (networks, ports, secrets) = s_services[name];
            Assert.Equal((name, string.Join(' ', networks)), (name, string.Join(' ', Map(service, "networks").Keys.Order())));
            Assert.Equal((name, string.Join(' ', ports)), (name, string.Join(' ', Maps(service, "ports").Select(port => $"{port["published"]}:{port["target"]}").Order(StringComparer.Ordinal))));
            Assert.Equal((name, string.Join(' ', secrets)), (name, string.Join(' ', Maps(service, "secrets").Select(secret => (string)secret["source"]).Order(StringComparer.Ordinal))));
            // A path of the machine is read only, but where sealed backups are put.
            Assert.All(List(service, "volumes").Where(volume => volume.StartsWith('/')), volume => Assert.True(volume.EndsWith(":ro", StringComparison.Ordinal) || volume.EndsWith("/backups:/backups:rw", StringComparison.Ordinal), volume));
            Assert.DoesNotContain(List(service, "volumes"), volume => volume.Contains("docker.sock", StringComparison.Ordinal));
            // Passwords are in files, never in the environment, where every child of a program has them.
            Assert.DoesNotContain(Map(service, "environment").Keys, variable => Secret().IsMatch((string)variable));
        }
    }

    [FullFact]
    public async Task Networks_LeadNowhere_ButTheProxysOwn()
    {
        var networks = Map(await ResolveAsync("onion"), "networks");
        Assert.Equal("true", Map(networks, "front")["internal"]);
        Assert.Equal("true", Map(networks, "data")["internal"]);
        Assert.False(Map(networks, "out").ContainsKey("internal"));
        Assert.Equal(Front, Assert.Single(Maps(Map(Map(networks, "front"), "ipam"), "config"))["subnet"]);
    }

    /// <summary>Who the programs are is said in the images too, for whoever starts one without compose.</summary>
    [Theory]
    [InlineData("Dockerfile", "$APP_UID")]
    [InlineData("deploy/proxy/Dockerfile", "www-data")]
    [InlineData("deploy/tor/Dockerfile", "debian-tor")]
    public void Image_IsNotRoots(string file, string user)
    {
        string[] lines = File.ReadAllLines(Repository.Path(file));
        Assert.Equal($"USER {user}", Assert.Single(lines, line => line.StartsWith("USER", StringComparison.Ordinal)));
        // The last word on it: nothing is installed afterwards.
        Assert.True(Array.FindLastIndex(lines, line => line.StartsWith("RUN", StringComparison.Ordinal)) < Array.FindIndex(lines, line => line.StartsWith("USER", StringComparison.Ordinal)), file);
    }

    /// <summary>What a backup is made with is there, and of what came with it nothing else.</summary>
    [Fact]
    public void Image_HasTheToolsOfABackup()
    {
        string image = File.ReadAllText(Repository.Path("Dockerfile"));
        Assert.Equal("libicu74 tzdata postgresql-client-16 age", Installed().Match(image).Groups["packages"].Value);
        Assert.Contains("-type f ! -name pg_dump ! -name pg_restore -delete", image, StringComparison.Ordinal);
    }

    private static async Task<Dictionary<object, object>> ResolveAsync(string profiles)
    {
        using var copy = new CopyOfDeployment();
        string text = await Run.WellAsync(
            "docker-compose", ["--project-directory", copy.Root, "--file", copy.At("docker-compose.yml"), .. profiles.Split(' ', StringSplitOptions.RemoveEmptyEntries).SelectMany(profile => new[] { "--profile", profile }), "config"]);
        return new DeserializerBuilder().Build().Deserialize<Dictionary<object, object>>(text);
    }

    private static Dictionary<object, object> Map(Dictionary<object, object> of, string name) => of.GetValueOrDefault(name) as Dictionary<object, object> ?? [];

    private static List<string> List(Dictionary<object, object> of, string name) => [.. (of.GetValueOrDefault(name) as List<object> ?? []).Cast<string>()];

    private static List<Dictionary<object, object>> Maps(Dictionary<object, object> of, string name) => [.. (of.GetValueOrDefault(name) as List<object> ?? []).Cast<Dictionary<object, object>>()];

    [GeneratedRegex("PASSWORD$|PASS$|SECRET|KEY$|ConnectionStrings")]
    private static partial Regex Secret();

    [GeneratedRegex(@"--no-install-recommends (?<packages>libicu[^\\]+?) \\")]
    private static partial Regex Installed();
}

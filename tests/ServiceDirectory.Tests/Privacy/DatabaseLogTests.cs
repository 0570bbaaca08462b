using System.Text.RegularExpressions;
using Npgsql;
using ServiceDirectory.Tests.Infrastructure;

namespace ServiceDirectory.Tests.Privacy;

/// <summary>
/// PostgreSQL's own log repeats statements and error messages, and with them what somebody typed, unless it is told not to. Every
/// place that starts or describes a server says the same; that it is enough is looked at by <see cref="CanaryTests"/>.
/// </summary>
[Property(47)]
public sealed partial class DatabaseLogTests(CopyOfDatabase database) : IClassFixture<CopyOfDatabase>
{
    internal static readonly IReadOnlyDictionary<string, string> Quiet = new SortedDictionary<string, string>(StringComparer.Ordinal)
    {
        ["log_min_messages"] = "fatal",
        ["log_min_error_statement"] = "panic",
        ["log_error_verbosity"] = "terse",
        ["log_statement"] = "none",
        ["log_min_duration_statement"] = "-1",
        ["log_parameter_max_length"] = "0",
        ["log_parameter_max_length_on_error"] = "0",
        ["log_connections"] = "off",
        ["log_disconnections"] = "off",
    };

    // These write statements by other roads.
    private static readonly string[] s_otherRoads =
        ["log_duration", "log_min_duration_sample", "log_transaction_sample_rate", "debug_print_parse", "debug_print_plan", "log_lock_waits"];

    // What a session could change for itself, if its login were a superuser's. (log_parameter_max_length_on_error is anybody's to
    // set; what it adds is part of messages that the others keep out.)
    private static readonly Dictionary<string, string> s_louder = new()
    {
        ["log_min_messages"] = "debug1",
        ["log_min_error_statement"] = "error",
        ["log_error_verbosity"] = "verbose",
        ["log_statement"] = "all",
        ["log_duration"] = "on",
        ["log_min_duration_statement"] = "0",
        ["log_parameter_max_length"] = "-1",
    };

    [Fact]
    public async Task Server_AsStarted_SaysNothing()
    {
        await using var server = database.Server.AsSuperuser(database.Logins.Database);
        foreach (var (setting, value) in Quiet)
            Assert.Equal((setting, value), (setting, await server.OneAsync<string>($"select setting from pg_settings where name = '{setting}'")));
        foreach (var setting in s_otherRoads)
            Assert.True(await server.OneAsync<string>($"select setting from pg_settings where name = '{setting}'") is "off" or "0" or "-1", setting);
        var loaded = await server.OneAsync<string>("select concat_ws(',', current_setting('shared_preload_libraries'), current_setting('session_preload_libraries'))");
        Assert.DoesNotContain("pg_stat_statements", loaded, StringComparison.Ordinal);
        Assert.DoesNotContain("auto_explain", loaded, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Logins_CannotTurnItOn()
    {
        foreach (var login in new[] { database.Public, database.App, database.Owner })
        {
            foreach (var (setting, louder) in s_louder)
                Assert.Equal((setting, PostgresErrorCodes.InsufficientPrivilege), (setting, await login.RefusedAsync($"set {setting} = '{louder}'")));
        }
    }

    [Fact]
    public void Compose_SaysTheSame() => Assert.Equal(Quiet, Only(FromCompose()));

    [Fact]
    public void Dev_SaysTheSame()
    {
        var starts = DevSettings().Match(Repository.Read("dev")).Value;
        Assert.Equal(Quiet, Only(Pairs(starts)));
    }

    [Fact]
    public void Documentation_SaysTheSame() =>
        Assert.Equal(Quiet, Only(Pairs(string.Join('\n', CodeBlock().Matches(Repository.Read("docs", "running.md")).Select(block => block.Value)))));

    /// <summary>What the database's container is started with.</summary>
    internal static IEnumerable<(string Setting, string Value)> FromCompose()
    {
        var compose = Repository.Read("docker-compose.yml");
        var command = compose[compose.IndexOf("x-database:", StringComparison.Ordinal)..compose.IndexOf("\nservices:", StringComparison.Ordinal)];
        return ComposeSetting().Matches(command).Select(match => (match.Groups["name"].Value, match.Groups["value"].Value));
    }

    private static IEnumerable<(string, string)> Pairs(string text) =>
        Setting().Matches(text).Select(match => (match.Groups["name"].Value, match.Groups["value"].Value));

    private static SortedDictionary<string, string> Only(IEnumerable<(string Setting, string Value)> settings)
    {
        var found = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var (setting, value) in settings.Where(pair => Quiet.ContainsKey(pair.Setting)))
            found.Add(setting, value);
        return found;
    }

    [GeneratedRegex(@"^    - (?<name>[a-z_]+)=(?<value>\S+)$", RegexOptions.Multiline)]
    private static partial Regex ComposeSetting();

    [GeneratedRegex(@"\b(?<name>log_[a-z_]+)=(?<value>[a-z0-9-]+)")]
    private static partial Regex Setting();

    [GeneratedRegex("^```.*?^```", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex CodeBlock();

    // From the comment that says why to the end of the loop: what each private server gets.
    [GeneratedRegex(@"for setting in .*?; do", RegexOptions.Singleline)]
    private static partial Regex DevSettings();
}

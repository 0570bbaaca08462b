using Npgsql;

namespace ServiceDirectory.Core.Data;

/// <summary>
/// Pools of connections, one per login, shared by the contexts and by hand-written statements. Where a string names several servers
/// (<c>Host=one,other</c>), all but the public login use the one that can be written, whichever that is; the public login reads another one while there is none.
/// </summary>
public static class DataSources
{
    /// <summary>How long the app's statements wait for somebody else's to end: longer means that one hangs.</summary>
    public static readonly TimeSpan AppLockTimeout = TimeSpan.FromSeconds(10);

    /// <summary>
    /// Connections of one process as the app, where the string says nothing of it: few, so that a server that has a hundred (PostgreSQL's default)
    /// keeps some for those who search.
    /// </summary>
    public const int MostOfApp = 20;

    /// <summary>Connections of one process as the public login, where the string says nothing of it.</summary>
    public const int MostOfPublic = 40;

    /// <summary>Statements of the public role end after this; the server's own setting for the role says the same.</summary>
    public static readonly TimeSpan PublicStatementTimeout = TimeSpan.FromSeconds(3);

    /// <summary>For a connection of the public login, whether a new one or one that somebody else gives back.</summary>
    private static readonly TimeSpan s_publicConnection = TimeSpan.FromSeconds(3);

    private static readonly TimeSpan s_publicCancellation = TimeSpan.FromMilliseconds(500);

    /// <summary>
    /// For <see cref="Login.Directory"/>. Nothing sets anything for a session there, and a reset would forget every plan that the rules' functions keep.
    /// </summary>
    public static NpgsqlDataSource App(string connectionString) => Build(connectionString, TargetSessionAttributes.Primary, settings =>
    {
        settings.NoResetOnClose = true;
        AtMost(settings, MostOfApp);
        settings.Options = $"-c lock_timeout={(int)AppLockTimeout.TotalMilliseconds}";
    });

    /// <summary>
    /// For <see cref="Login.Public"/>. Search has few statements and many callers: each is prepared once and planned once per
    /// connection, and a search never spreads over the cores that other searches need.
    /// </summary>
    /// <param name="connectionString">Of that login.</param>
    /// <param name="mirrored">Reads only what a copy on a disk may take: views by the names of the tables.</param>
    public static NpgsqlDataSource Public(string connectionString, bool mirrored = false) => Build(connectionString, TargetSessionAttributes.PreferPrimary, settings =>
    {
        AtMost(settings, MostOfPublic);
        settings.MaxAutoPrepare = 64;
        settings.AutoPrepareMinUsages = 2;
        // A whole search fits in. The driver cannot go on with a text query where its buffer happens to end.
        settings.WriteBufferSize = 64 * 1024;
        // Later than the server's limit, so that the server's clear answer comes first.
        settings.CommandTimeout = (int)PublicStatementTimeout.TotalSeconds + 2;
        // A server that has not said so by then says nothing to a request to cancel either.
        settings.CancellationTimeout = (int)s_publicCancellation.TotalMilliseconds;
        settings.Timeout = (int)s_publicConnection.TotalSeconds;
        settings.Options = string.Join(
            ' ',
            $"-c search_path={(mirrored ? "mirrored" : PublicContext.Schema)},public",
            "-c default_transaction_read_only=on",
            $"-c statement_timeout={(int)PublicStatementTimeout.TotalMilliseconds}",
            "-c plan_cache_mode=force_generic_plan",
            "-c max_parallel_workers_per_gather=0");
    });

    /// <summary>For <see cref="Login.Owner"/>: migrations and bulk loads take as long as they take.</summary>
    public static NpgsqlDataSource Owner(string connectionString) => Build(connectionString, TargetSessionAttributes.Primary, settings => settings.CommandTimeout = 0);

    private static void AtMost(NpgsqlConnectionStringBuilder settings, int connections)
    {
        if (!settings.ShouldSerialize("Maximum Pool Size"))
            settings.MaxPoolSize = connections;
    }

    private static NpgsqlDataSource Build(string connectionString, TargetSessionAttributes which, Action<NpgsqlConnectionStringBuilder> set)
    {
        var settings = new NpgsqlConnectionStringBuilder(connectionString)
        {
            // Error details and parameters repeat what a person typed, and end in logs.
            IncludeErrorDetail = false,
            LogParameters = false,
            PersistSecurityInfo = false,
            GssEncryptionMode = GssEncryptionMode.Disable,
            // A page says "not now" rather than keep a person waiting.
            Timeout = 5,
        };
        set(settings);
        var builder = new NpgsqlDataSourceBuilder(settings.ConnectionString);
        builder.UseNodaTime();
        builder.UseNetTopologySuite();
        return settings.Host!.Contains(',', StringComparison.Ordinal) ? builder.BuildMultiHost().WithTargetSession(which) : builder.Build();
    }
}

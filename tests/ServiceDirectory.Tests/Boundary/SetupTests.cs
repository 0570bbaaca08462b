using System.Diagnostics;
using System.Text;
using Npgsql;
using ServiceDirectory.Core;
using ServiceDirectory.Core.Data;
using ServiceDirectory.Tests.Infrastructure;

namespace ServiceDirectory.Tests.Boundary;

/// <summary>From an empty server to a directory: done by the program, or by somebody who only pastes what it prints.</summary>
public sealed class SetupTests(TestServer server)
{
    [Fact]
    public async Task Print_PastedByASuperuser_IsEnoughToMigrate()
    {
        await using var fresh = await FreshNames.MakeAsync(server);
        var script = new DatabaseSetup(fresh.Settings, privateServer: false).Print();
        foreach (var login in new[] { Login.Owner, Login.Directory, Login.Public })
            Assert.DoesNotContain(new NpgsqlConnectionStringBuilder(fresh.Settings.Require(login)).Password!, script, StringComparison.Ordinal);

        await PsqlAsync(fresh.Settings.Require(Login.Administrator), script);
        // A second time too: nobody knows whether the first went through.
        await PsqlAsync(fresh.Settings.Require(Login.Administrator), script);

        await using var owner = DataSources.Owner(fresh.Settings.Require(Login.Owner));
        Assert.NotEmpty(await Migrator.MigrateAsync(owner, fresh.Roles, TestContext.Current.CancellationToken));
        Assert.Empty(await DatabaseCheck.RunAsync(fresh.Settings, TestContext.Current.CancellationToken));
        await using var reader = DataSources.Public(fresh.Settings.Require(Login.Public));
        Assert.Equal(0, await reader.OneAsync<long>("select count(*) from published.service"));
        Assert.Equal("42501", await reader.RefusedAsync("select * from directory.service"));
    }

    [Fact]
    public async Task Run_AsSomebodyWhoIsNoSuperuser_SaysToPaste()
    {
        await using var fresh = await FreshNames.MakeAsync(server);
        var administrator = new NpgsqlConnectionStringBuilder(fresh.Settings.Require(Login.Administrator));
        await using (var super = server.AsSuperuser("postgres"))
        {
            await super.RunAsync($"create role {fresh.Prefix}_dba login createrole createdb password 'dba'");
            await super.RunAsync($"grant connect on database postgres to {fresh.Prefix}_dba");
        }

        administrator.Username = $"{fresh.Prefix}_dba";
        administrator.Password = "dba";
        var problem = await Assert.ThrowsAsync<SettingException>(() =>
            new DatabaseSetup(fresh.Settings, privateServer: false).RunAsync(administrator.ConnectionString, TestContext.Current.CancellationToken));
        Assert.Contains("setup --print", problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Migrate_BeforeSetup_SaysWhatIsMissing()
    {
        await using var fresh = await FreshNames.MakeAsync(server);
        await using (var super = server.AsSuperuser("postgres"))
        {
            await super.RunAsync($"create role {fresh.Roles.Owner} login password '{FreshNames.Password.Replace("'", "''", StringComparison.Ordinal)}'");
            await super.RunAsync($"create database {fresh.Roles.Database} owner {fresh.Roles.Owner} template template0");
        }

        await using var owner = DataSources.Owner(fresh.Settings.Require(Login.Owner));
        var problem = await Assert.ThrowsAsync<SettingException>(
            () => Migrator.MigrateAsync(owner, fresh.Roles, TestContext.Current.CancellationToken));
        Assert.Contains("postgis", problem.Message, StringComparison.Ordinal);
        Assert.Contains("setup", problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Migrate_Again_ChangesNothing()
    {
        var copy = await server.CopyAsync();
        try
        {
            var before = await RightsAsync(copy);
            Assert.Empty(await Migrator.MigrateAsync(copy.Owner, copy.Roles, TestContext.Current.CancellationToken));
            Assert.Equal(before, await RightsAsync(copy));
        }
        finally
        {
            await server.DropAsync(copy);
        }
    }

    [Fact]
    public async Task Migrate_RightsGivenByHand_AreTakenBack()
    {
        var copy = await server.CopyAsync();
        try
        {
            var before = await RightsAsync(copy);
            await copy.Owner.RunAsync($"grant select on directory.service to {copy.Roles.Public}; grant usage on schema directory to public");
            Assert.NotEqual(before, await RightsAsync(copy));
            await Migrator.MigrateAsync(copy.Owner, copy.Roles, TestContext.Current.CancellationToken);
            Assert.Equal(before, await RightsAsync(copy));
        }
        finally
        {
            await server.DropAsync(copy);
        }
    }

    [Fact]
    public async Task Migrate_DatabaseOfALaterVersion_Refused()
    {
        var copy = await server.CopyAsync();
        try
        {
            await copy.Owner.RunAsync("insert into directory.migration_history values ('29990101000000_Later', '10.0.0')");
            var problem = await Assert.ThrowsAsync<SettingException>(
                () => Migrator.MigrateAsync(copy.Owner, copy.Roles, TestContext.Current.CancellationToken));
            Assert.Contains("newer", problem.Message, StringComparison.Ordinal);
        }
        finally
        {
            await server.DropAsync(copy);
        }
    }

    [Fact]
    public async Task Check_RoleThatMayTooMuch_IsNamed()
    {
        var copy = await server.CopyAsync();
        try
        {
            Assert.Empty(await DatabaseCheck.RunAsync(copy.Settings, TestContext.Current.CancellationToken));
            await copy.Owner.RunAsync($"grant temporary on database {copy.Database} to {copy.Roles.Public}");
            var problem = Assert.Single(await DatabaseCheck.RunAsync(copy.Settings, TestContext.Current.CancellationToken));
            Assert.StartsWith("ConnectionStrings__Public may make temporary tables", problem, StringComparison.Ordinal);
        }
        finally
        {
            await server.DropAsync(copy);
        }
    }

    private static async Task<string> RightsAsync(DirectoryLogins copy)
    {
        var rights = await copy.Owner.ListAsync<string>(
            """
            select c.oid::regclass || ' ' || coalesce((select string_agg(a::text, ',' order by a::text) from unnest(c.relacl) a), '')
            from pg_class c where c.relnamespace in ('directory'::regnamespace, 'published'::regnamespace)
            union all select nspname || ' ' || coalesce((select string_agg(a::text, ',' order by a::text) from unnest(nspacl) a), '')
            from pg_namespace where nspname in ('directory', 'published', 'public')
            union all select 'database ' || (select string_agg(a::text, ',' order by a::text) from unnest(datacl) a)
            from pg_database where datname = current_database()
            order by 1
            """);
        return string.Join('\n', rights);
    }

    private static async Task PsqlAsync(string administrator, string script)
    {
        var login = new NpgsqlConnectionStringBuilder(administrator);
        var start = new ProcessStartInfo("psql", ["-X", "-q", "-v", "ON_ERROR_STOP=1"])
        {
            RedirectStandardInput = true,
            RedirectStandardError = true,
            RedirectStandardOutput = true,
            StandardInputEncoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false),
            Environment =
            {
                ["PGHOST"] = login.Host, ["PGPORT"] = $"{login.Port}", ["PGDATABASE"] = login.Database, ["PGUSER"] = login.Username,
                ["PGPASSWORD"] = login.Password, ["PGOPTIONS"] = "-c client_min_messages=warning",
            },
        };
        using var psql = Process.Start(start)!;
        await psql.StandardInput.WriteAsync(script);
        psql.StandardInput.Close();
        var errors = psql.StandardError.ReadToEndAsync();
        await psql.StandardOutput.ReadToEndAsync();
        await psql.WaitForExitAsync();
        Assert.True(psql.ExitCode == 0, await errors);
        Assert.Equal("", await errors);
    }

    /// <summary>Names of roles and a database that nobody has used, and the removal of all of them.</summary>
    private sealed class FreshNames : IAsyncDisposable
    {
        public const string Password = "a plain password; with ' and \" in it";

        private readonly TestServer _server;

        private FreshNames(TestServer server, string prefix, ConnectionSettings settings)
        {
            _server = server;
            Prefix = prefix;
            Settings = settings;
            Roles = Roles.From(settings);
        }

        public string Prefix { get; }

        public ConnectionSettings Settings { get; }

        public Roles Roles { get; }

        public static Task<FreshNames> MakeAsync(TestServer server)
        {
            var prefix = "sd_setup_" + Given.Code();
            var given = server.Settings(prefix);
            var settings = ConnectionSettings.Read(
                name => Enum.GetValues<Login>().Where(l => ConnectionSettings.Name(l) == name).Select(l =>
                    l is Login.Administrator
                        ? given.Require(l)
                        : new NpgsqlConnectionStringBuilder(given.Require(l))
                        {
                            Username = $"{prefix}_{l.ToString().ToLowerInvariant()}",
                            Password = Password,
                        }.ConnectionString).FirstOrDefault(),
                "/nonexistent",
                null,
                Enum.GetValues<Login>());
            return Task.FromResult(new FreshNames(server, prefix, settings));
        }

        public async ValueTask DisposeAsync()
        {
            await using var super = _server.AsSuperuser("postgres");
            await super.RunAsync($"drop database if exists {Roles.Database} with (force)");
            foreach (var role in await super.ListAsync<string>("select rolname::text from pg_roles where starts_with(rolname, $1)", Prefix))
            {
                await super.RunAsync($"drop owned by {role}");
                await super.RunAsync($"drop role {role}");
            }
        }
    }
}

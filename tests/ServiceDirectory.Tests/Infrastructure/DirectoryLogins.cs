using Microsoft.EntityFrameworkCore;
using Npgsql;
using ServiceDirectory.Core.Data;

namespace ServiceDirectory.Tests.Infrastructure;

/// <summary>One database, seen as each of the logins of the real thing.</summary>
public sealed class DirectoryLogins
{
    internal DirectoryLogins(ConnectionSettings settings)
    {
        Settings = settings;
        Roles = Roles.From(settings);
        Owner = DataSources.Owner(settings.Require(Login.Owner));
        App = DataSources.App(settings.Require(Login.Directory));
        Public = DataSources.Public(settings.Require(Login.Public));
    }

    public ConnectionSettings Settings { get; }

    public Roles Roles { get; }

    public string Database => Roles.Database;

    public NpgsqlDataSource Owner { get; }

    public NpgsqlDataSource App { get; }

    public NpgsqlDataSource Public { get; }

    /// <summary>The private half, as the app.</summary>
    public DirectoryDbContext Context() =>
        new(DirectoryDatabase.Configure(new DbContextOptionsBuilder<DirectoryDbContext>(), App).Options);

    /// <summary>The private half, as the owner, who alone admits and freezes.</summary>
    public DirectoryDbContext OwnerContext() =>
        new(DirectoryDatabase.Configure(new DbContextOptionsBuilder<DirectoryDbContext>(), Owner).Options);

    /// <summary>The public half, as the public role.</summary>
    public PublicContext PublicContext() =>
        new(DirectoryDatabase.Configure(new DbContextOptionsBuilder<PublicContext>(), Public).Options);

    internal async Task CloseAsync()
    {
        await Owner.DisposeAsync();
        await App.DisposeAsync();
        await Public.DisposeAsync();
    }
}

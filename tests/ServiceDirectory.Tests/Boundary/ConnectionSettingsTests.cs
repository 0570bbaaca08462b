using ServiceDirectory.Core;
using ServiceDirectory.Core.Data;

namespace ServiceDirectory.Tests.Boundary;

public sealed class ConnectionSettingsTests : IDisposable
{
    private const string Fine = "Host=h;Database=d;Username=u;Password=p";

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("sd-settings-");

    [Fact]
    public void Require_NotSet_NamesTheSetting()
    {
        var problem = Assert.Throws<SettingException>(() => Read(_ => null, Login.Public).Require(Login.Public));
        Assert.Contains("ConnectionStrings__Public", problem.Message, StringComparison.Ordinal);
        Assert.Contains("./dev db", problem.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Host=h;Username=u;Password=secret", "Database")]
    [InlineData("Database=d;Username=u;Password=secret", "Host")]
    [InlineData("Host=h;Database=d;Password=secret", "Username")]
    [InlineData("postgres://u:secret@h/d", "not a connection string")]
    [InlineData("Host=h;Port=secret", "not a connection string")]
    [InlineData("Host=h;Database=d;Username=u;Password=secret;Minimum Pool Size=2;Maximum Pool Size=1", "not a connection string")]
    public void Read_Wrong_SaysWhatWithoutThePassword(string text, string said)
    {
        var problem = Assert.Throws<SettingException>(() => Read(_ => text, Login.Owner));
        Assert.Contains("ConnectionStrings__Owner", problem.Message, StringComparison.Ordinal);
        Assert.Contains(said, problem.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_EnvironmentBeforeSecretBeforeCheckout()
    {
        Directory.CreateDirectory(Path.Combine(_folder.FullName, ".data"));
        File.WriteAllText(
            Path.Combine(_folder.FullName, ".data", "connections.json"),
            """{"ConnectionStrings": {"Public": "Host=checkout;Database=d;Username=u", "Owner": "Host=checkout;Database=d;Username=u"}}""");
        Assert.Contains("Host=checkout", Read(_ => null, Login.Public).Require(Login.Public), StringComparison.Ordinal);

        File.WriteAllText(Path.Combine(_folder.FullName, "ConnectionStrings__Public"), "Host=secret;Database=d;Username=u\n");
        Assert.Equal("Host=secret;Database=d;Username=u", Read(_ => null, Login.Public).Require(Login.Public));
        Assert.Equal(Fine, Read(n => n == "ConnectionStrings__Public" ? Fine : null, Login.Public).Require(Login.Public));
    }

    [Fact]
    public void Read_AnyLoginSetElsewhere_TakesNoneFromTheCheckout()
    {
        Directory.CreateDirectory(Path.Combine(_folder.FullName, ".data"));
        File.WriteAllText(
            Path.Combine(_folder.FullName, ".data", "connections.json"),
            """{"ConnectionStrings": {"Administrator": "Host=checkout;Database=d;Username=u"}}""");
        Assert.True(Read(_ => null, Login.Administrator).Has(Login.Administrator));
        Assert.False(Read(n => n == "ConnectionStrings__Owner" ? Fine : null, Login.Administrator).Has(Login.Administrator));
    }

    [Fact, Infrastructure.Property(82)]
    public void Read_LoginNotAskedFor_IsNotHeld()
    {
        var settings = Read(_ => Fine, Login.Directory, Login.Public);
        Assert.False(settings.Has(Login.Owner));
        Assert.Throws<SettingException>(() => settings.Require(Login.Owner));
    }

    [Fact]
    public void Roles_SharedLogin_Refused()
    {
        var settings = Read(_ => Fine, Login.Directory, Login.Public, Login.Owner);
        Assert.Contains("role of its own", Assert.Throws<SettingException>(() => Roles.From(settings)).Message, StringComparison.Ordinal);
    }

    public void Dispose() => _folder.Delete(recursive: true);

    private ConnectionSettings Read(Func<string, string?> environment, params Login[] wanted) =>
        ConnectionSettings.Read(environment, _folder.FullName, _folder.FullName, wanted);
}

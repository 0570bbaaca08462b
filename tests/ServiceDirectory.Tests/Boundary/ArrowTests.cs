using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using Microsoft.EntityFrameworkCore;
using ServiceDirectory.Core.Data;

namespace ServiceDirectory.Tests.Boundary;

/// <summary>Who may refer to whom: Web and Cli → Core, never back; only Core saves.</summary>
public sealed class ArrowTests
{
    private static readonly Assembly s_core = typeof(Migrator).Assembly;
    private static readonly Assembly s_web = typeof(Program).Assembly;
    private static readonly Assembly s_cli = Assembly.Load("ServiceDirectory.Cli");

    [Fact]
    public void Core_KnowsNoHttpAndNoProgram()
    {
        var names = s_core.GetReferencedAssemblies().Select(a => a.Name!);
        Assert.DoesNotContain(names, n => n.StartsWith("Microsoft.AspNetCore", StringComparison.Ordinal)
            || n.StartsWith("ServiceDirectory.", StringComparison.Ordinal)
            || n is "System.CommandLine" or "Spectre.Console");
    }

    [Fact]
    public void Programs_DoNotKnowEachOther()
    {
        Assert.Equal(["ServiceDirectory.Core"], Own(s_web));
        Assert.Equal(["ServiceDirectory.Core"], Own(s_cli));

        static string[] Own(Assembly program) =>
            [.. program.GetReferencedAssemblies().Select(a => a.Name!).Where(n => n.StartsWith("ServiceDirectory.", StringComparison.Ordinal))];
    }

    [Fact]
    public void OnlyCore_Saves()
    {
        string[] saving =
        [
            nameof(DbContext.SaveChanges), nameof(DbContext.SaveChangesAsync), "ExecuteUpdate", "ExecuteUpdateAsync",
            "ExecuteDelete", "ExecuteDeleteAsync", "ExecuteSqlRaw", "ExecuteSqlRawAsync", "ExecuteSql", "ExecuteSqlAsync",
            "ExecuteSqlInterpolated", "ExecuteSqlInterpolatedAsync", "ExecuteNonQuery", "ExecuteNonQueryAsync", "BeginBinaryImport",
            "BeginBinaryImportAsync",
        ];
        Assert.Empty(Calls(s_web).Intersect(saving));
        Assert.Empty(Calls(s_cli).Intersect(saving));
        Assert.Contains(nameof(Migrator.MigrateAsync), Calls(s_core));
    }

    [Fact]
    public void Web_KnowsNeitherTheOwnerNorMigrations()
    {
        Assert.DoesNotContain(Calls(s_web), n => n is nameof(Migrator.MigrateAsync) or nameof(Migrator.GrantAsync) or "Migrate");
        Assert.DoesNotContain(TypesUsed(s_web), n => n is nameof(Migrator) or nameof(DatabaseSetup));
    }

    /// <summary>Names of all members of other assemblies that an assembly's code refers to.</summary>
    private static HashSet<string> Calls(Assembly assembly)
    {
        using var file = new PEReader(File.OpenRead(assembly.Location));
        var reader = file.GetMetadataReader();
        return [.. reader.MemberReferences.Select(h => reader.GetString(reader.GetMemberReference(h).Name))];
    }

    private static HashSet<string> TypesUsed(Assembly assembly)
    {
        using var file = new PEReader(File.OpenRead(assembly.Location));
        var reader = file.GetMetadataReader();
        return [.. reader.TypeReferences.Select(h => reader.GetString(reader.GetTypeReference(h).Name))];
    }
}

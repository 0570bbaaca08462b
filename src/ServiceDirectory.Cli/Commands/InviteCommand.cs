using System.CommandLine;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using ServiceDirectory.Core;
using ServiceDirectory.Core.Accounts;
using ServiceDirectory.Core.Audit;
using ServiceDirectory.Core.Data;
using ServiceDirectory.Core.Secrets;

namespace ServiceDirectory.Cli.Commands;

/// <summary><c>invite</c>: the first member of an organisation. Its coordinators invite the others.</summary>
internal static class InviteCommand
{
    public static Command Create(Database database)
    {
        var code = new Argument<string>("CODE") { Description = "Of the organisation." };
        string[] roles = [.. EnumSlug.All<ActorRole>().Except([EnumSlug.Of(ActorRole.CommandLine)])];
        var role = new Option<string[]>("--role") { Description = $"One or several of: {string.Join(", ", roles)}.", Required = true, AllowMultipleArgumentsPerToken = true };
        role.AcceptOnlyFromAmong(roles);
        var command = new Command("invite", "Make an invitation for one person and print its link: once, and good for 72 hours.") { code, role };
        command.SetAction(async (parsed, cancellation) =>
        {
            var secrets = database.Secrets();
            await using var source = database.App();
            await using var context = new DirectoryDbContext(DirectoryDatabase.Configure(new DbContextOptionsBuilder<DirectoryDbContext>(), source).Options);
            string asked = parsed.GetRequiredValue(code);
            var organisation = await context.Organisations.AsNoTracking().SingleOrDefaultAsync(o => o.Code == asked, cancellation)
                ?? throw new SettingException($"{asked}: There is no organisation with this code.");
            var made = await new InvitationService(context, secrets).MakeAsync(
                new InviteMember(organisation.Id, [.. parsed.GetRequiredValue(role).Select(EnumSlug.Parse<ActorRole>)], SystemClock.Instance.GetCurrentInstant()),
                Actor.CommandLine,
                cancellation);
            await parsed.InvocationConfiguration.Output.WriteLineAsync($"/account/join/{SecretCode.Show(made.Code)}");
            return 0;
        });
        return command;
    }
}

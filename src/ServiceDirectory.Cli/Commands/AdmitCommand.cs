using System.CommandLine;
using Microsoft.EntityFrameworkCore;
using ServiceDirectory.Core.Audit;
using ServiceDirectory.Core.Data;
using ServiceDirectory.Core.Organisations;

namespace ServiceDirectory.Cli.Commands;

/// <summary><c>admit</c>: makes a sex worker-led organisation one that may approve.</summary>
internal static class AdmitCommand
{
    public static Command Create(Database database)
    {
        var code = new Argument<string>("CODE") { Description = "The organisation." };
        var months = new Option<int>("--months")
        {
            Description = $"How long it counts, {OrganisationAdmission.Months} at most.",
            DefaultValueFactory = _ => OrganisationAdmission.Months,
        };
        var vouchers = new Option<string[]>("--vouched-by")
        {
            Description = "The codes of two organisations that give their word.",
            AllowMultipleArgumentsPerToken = true,
            Arity = new ArgumentArity(2, 2),
        };
        var founding = new Option<bool>("--founding") { Description = "The directory begins with it: nobody can vouch yet." };
        var command = new Command("admit", "Let a sex worker-led organisation approve services, as ConnectionStrings__Owner.")
        {
            code, months, vouchers, founding,
        };
        command.Validators.Add(result =>
        {
            if (result.GetValue(founding) == (result.GetValue(vouchers) is { Length: > 0 }))
                result.AddError("Name two vouchers with --vouched-by, or say --founding.");
        });
        command.SetAction(async (parsed, cancellation) =>
        {
            await using var entries = await Entries.OpenAsync(database, cancellation);
            await using var source = database.Owner();
            await using var owner = new DirectoryDbContext(
                DirectoryDatabase.Configure(new DbContextOptionsBuilder<DirectoryDbContext>(), source).Options);
            var organisation = await entries.OrganisationAsync(parsed.GetRequiredValue(code), cancellation);
            foreach (string voucher in parsed.GetValue(vouchers) ?? [])
            {
                var by = await entries.OrganisationAsync(voucher, cancellation);
                await entries.Organisations.VouchAsync(
                    new VouchForOrganisation(organisation.Id, by.Id, Entries.Today), Entries.As(by, ActorRole.Coordinator), cancellation);
            }

            var until = Entries.Today.PlusMonths(parsed.GetValue(months));
            await new OrganisationAdmission(owner).AdmitAsync(
                new AdmitOrganisation(organisation.Id, Entries.Today, until, parsed.GetValue(founding)), Actor.CommandLine, cancellation);
            // Its page may now say that it is community-led.
            await entries.Organisations.PublishAsync(new PublishOrganisation(organisation.Id, Entries.Today), Actor.CommandLine, cancellation);
            await parsed.InvocationConfiguration.Output.WriteLineAsync($"May approve until {until:uuuu-MM-dd}.");
            return 0;
        });
        return command;
    }
}

using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Identity;
using ServiceDirectory.Core;
using ServiceDirectory.Core.Accounts;
using ServiceDirectory.Core.Desk;
using ServiceDirectory.Core.Secrets;
using ServiceDirectory.Web.Curating;
using ServiceDirectory.Web.Http;

namespace ServiceDirectory.Web.Accounts;

/// <summary>Everything behind <c>/account</c> and <c>/curate</c> that knows who somebody is.</summary>
internal static class AccountServices
{
    /// <summary>OWASP's figure for PBKDF2 with SHA-512 is 210,000; more, as nobody signs in often.</summary>
    private const int HashIterations = 600_000;

    /// <exception cref="SettingException">The directory's own keys are missing or cannot be read.</exception>
    public static void AddAccounts(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton(DirectorySecrets.Read(SecretsFolder.Find(
            name => builder.Configuration[name.Replace("__", ":", StringComparison.Ordinal)],
            builder.Environment.IsDevelopment() ? AppContext.BaseDirectory : null)));
        builder.Services.Configure<PasswordHasherOptions>(options => options.IterationCount = HashIterations);
        builder.Services.AddScoped<IPasswordHasher<Account>, PasswordHasher<Account>>();
        builder.Services.AddIdentityCore<Account>(options => options.User.AllowedUserNameCharacters = "").AddUserStore<AccountStore>();
        builder.Services.AddScoped<AccountStore>();
        builder.Services.AddScoped<IPasskeyHandler<Account>, PasskeyHandler<Account>>();
        builder.Services.Configure<IdentityPasskeyOptions>(options =>
        {
            // A key that signs in alone has to know whose it is, and to ask who is there.
            options.ResidentKeyRequirement = "required";
            options.UserVerificationRequirement = "required";
            // The framework compares with a header that our pages make browsers leave out. Which hosts there are, AllowedHosts says.
            options.ValidateOrigin = context => ValueTask.FromResult(
                !context.CrossOrigin && context.Origin == context.HttpContext.Site());
        });
        builder.Services.AddScoped<TicketStore>();
        builder.Services.AddScoped<InvitationService>();
        builder.Services.AddScoped<EnrolmentService>();
        builder.Services.AddScoped<SignInService>();
        builder.Services.AddScoped<FactorService>();
        builder.Services.AddScoped<SpentStore>();
        builder.Services.AddScoped<PasskeyService>();
        builder.Services.AddScoped<MembershipService>();
        builder.Services.AddScoped<DeskService>();
        builder.Services.AddScoped<DutyService>();
        builder.Services.AddScoped<CalendarService>();
        builder.Services.AddEntries();
        builder.Services.AddSingleton<SignInLimits>();
        // No default, not even as the only one there is: nobody is looked at where nobody has to be known.
        AppContext.SetSwitch("Microsoft.AspNetCore.Authentication.SuppressAutoDefaultScheme", true);
        builder.Services.AddAuthentication().AddScheme<AuthenticationSchemeOptions, AccountScheme>(AccountScheme.Name, null);
        builder.Services.AddAuthorizationBuilder()
            .AddPolicy(Members.Policy, ForMembers)
            .AddPolicy(Members.FreshPolicy, policy =>
            {
                ForMembers(policy);
                policy.AddRequirements(new FreshFactor());
            });

        static void ForMembers(AuthorizationPolicyBuilder policy) =>
            policy.AddAuthenticationSchemes(AccountScheme.Name).RequireClaim(AccountScheme.Methods, AccountScheme.Several);
    }
}
